package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MutabilityType;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a module. It is used by one thread at a time, and is good for nothing more once a
 * call into it ended otherwise than by {@link Ending.Returned} or {@link Ending.Exited}.
 */
public final class Guest {
  private static final long[] NOTHING = {};

  private final Instance instance;
  private final GuestTable.Room tableRoom;
  private final boolean isInterpreted;
  private final @Nullable PagedMemory memory;
  private final Optional<String> obstacleOfModule;
  private final @Nullable Snapshot origin;
  private final Map<String, ExportFunction> functions;
  private GlobalInstance[] mutableGlobals = {};
  private GuestTable[] tables = {};
  private boolean exited;

  /**
   * Wraps an instance that is not initialized yet.
   *
   * @param tableRoom what all its tables share
   * @param isInterpreted whether the engine's interpreter runs some of its functions
   * @param functions its exported functions by name
   * @param obstacleOfModule what in the module itself keeps it from being snapshotted
   * @param origin what it begins as; none for a guest that nobody used
   */
  Guest(
      Instance instance,
      GuestTable.Room tableRoom,
      boolean isInterpreted,
      Map<String, ExportFunction> functions,
      Optional<String> obstacleOfModule,
      @Nullable Snapshot origin) {
    this.instance = instance;
    this.tableRoom = tableRoom;
    this.isInterpreted = isInterpreted;
    this.functions = functions;
    this.memory = (PagedMemory) instance.memory();
    this.obstacleOfModule = obstacleOfModule;
    this.origin = origin;
  }

  /**
   * Instantiates the module: globals, tables, data, and its start function if it has one. Comes
   * before every other call; the caller's thread is used as in {@link #call}.
   */
  public Ending start() {
    return ending(
        ignored -> {
          instance.initialize(false);
          findState();
          if (origin != null) {
            become(origin);
          }
          return NOTHING;
        });
  }

  /** Whether there is a function of that name to call. */
  public boolean exports(String function) {
    return functions.containsKey(function);
  }

  /**
   * Calls an exported function, on the caller's thread. Interrupting that thread ends the guest
   * within a millisecond or so, wherever it is in its own code; the flag stays set.
   *
   * @throws IllegalArgumentException if there is no such function
   */
  public Ending call(String function, long... arguments) {
    ExportFunction exported = functions.get(function);
    if (exported == null) {
      throw new IllegalArgumentException("the module exports no function " + function);
    }
    return ending(exported, arguments);
  }

  /**
   * What this guest is now; what it does from now on can be undone by {@link #putBack}.
   *
   * @throws IllegalStateException if there is an {@link #obstacle}
   */
  public Snapshot snapshot() {
    if (obstacle().isPresent()) {
      throw new IllegalStateException("this guest cannot be snapshotted: " + obstacle().get());
    }
    long[] globals = new long[2 * mutableGlobals.length];
    for (int i = 0; i < mutableGlobals.length; i++) {
      globals[2 * i] = mutableGlobals[i].getValueLow();
      globals[2 * i + 1] = mutableGlobals[i].getValueHigh();
    }
    int[][] contents = new int[tables.length][];
    for (int i = 0; i < tables.length; i++) {
      contents[i] = tables[i].contents();
    }
    return new Snapshot(memory == null ? null : memory.image(), globals, contents);
  }

  /** Why no snapshot can hold what this guest is now, as one clause, if that is so. */
  public Optional<String> obstacle() {
    return hasDroppedSegments()
        ? Optional.of("it drops a data or an element segment")
        : obstacleOfModule;
  }

  /**
   * Makes this guest again what {@code snapshot} holds, which was taken of it or which it was made
   * from. Costs what the guest touched since then.
   *
   * @return false if what it did cannot be undone, so that it must not be used any more
   */
  public boolean putBack(Snapshot snapshot) {
    // An exit leaves the operands of the functions it unwinds on the interpreter's stack.
    if (hasDroppedSegments() || (exited && isInterpreted)) {
      return false;
    }
    for (int i = 0; i < tables.length; i++) {
      if (!tables[i].putBack(snapshot.tables()[i], instance)) {
        return false;
      }
    }
    tableRoom.putBack();
    setGlobals(snapshot.globals());
    if (memory != null) {
      memory.putBack(Objects.requireNonNull(snapshot.memory()));
    }
    return true;
  }

  /** How many bytes of memory are this guest's alone, not shared with others of its module. */
  public long residentBytes() {
    return memory == null ? 0 : memory.residentBytes();
  }

  /**
   * This guest's memory as its host calls see it, for what has none: a module that takes and gives
   * everything by way of its memory and calls nobody. A guest without memory has one of no bytes.
   */
  GuestMemory memory() {
    return memory == null ? PagedMemory.NONE : memory;
  }

  private void become(Snapshot snapshot) {
    for (int i = 0; i < tables.length; i++) {
      tables[i].become(snapshot.tables()[i], instance);
    }
    setGlobals(snapshot.globals());
    if (memory != null) {
      memory.become(Objects.requireNonNull(snapshot.memory()));
    }
  }

  private void setGlobals(long[] values) {
    for (int i = 0; i < mutableGlobals.length; i++) {
      mutableGlobals[i].setValueLow(values[2 * i]);
      mutableGlobals[i].setValueHigh(values[2 * i + 1]);
    }
  }

  private boolean hasDroppedSegments() {
    if (memory != null && memory.hasDroppedSegments()) {
      return true;
    }
    for (int i = 0; i < instance.elementCount(); i++) {
      if (instance.element(i) == null) {
        return true;
      }
    }
    return false;
  }

  private void findState() {
    var globals = new ArrayList<GlobalInstance>();
    for (int i = 0; i < instance.globalCount(); i++) {
      if (instance.global(i).getMutabilityType() == MutabilityType.Var) {
        globals.add(instance.global(i));
      }
    }
    mutableGlobals = globals.toArray(new GlobalInstance[0]);
    tables = new GuestTable[instance.tableCount()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = (GuestTable) instance.table(i);
    }
  }

  private Ending ending(ExportFunction call, long... arguments) {
    try {
      long[] result = call.apply(arguments);
      return new Ending.Returned(result == null || result.length == 0 ? 0 : result[0]);
    } catch (GuestExit e) {
      exited = true;
      return new Ending.Exited(e.code());
    } catch (LimitReached e) {
      return new Ending.PastLimit(String.valueOf(e.getMessage()));
    } catch (ChicoryInterruptedException e) {
      return new Ending.Interrupted();
    } catch (StackOverflowError e) {
      return new Ending.StackExhausted();
    } catch (OutOfMemoryError e) {
      return new Ending.OutOfMemory();
    } catch (ChicoryException | GuestTrap e) {
      return e.getCause() instanceof StackOverflowError
          ? new Ending.StackExhausted()
          : stopped(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // What the engine makes of some traps, such as a division by zero; never the host's fault.
      return stopped(e.toString());
    }
  }

  /** An interrupt may surface as any exception of the host call that was under way. */
  private Ending stopped(String reason) {
    if (Thread.currentThread().isInterrupted()) {
      return new Ending.Interrupted();
    }
    boolean wasRefused = tableRoom.wasRefused() || (memory != null && memory.growthRefused());
    return new Ending.Trapped(
        wasRefused ? reason + ", after it was refused more memory or table entries" : reason);
  }
}
