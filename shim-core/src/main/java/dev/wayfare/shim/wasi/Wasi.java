package dev.wayfare.shim.wasi;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.capability.FileFault;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.HostCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * WASI preview 1 for one guest (github.com/WebAssembly/WASI, legacy/preview1). A guest has what it
 * was granted and nothing else; whatever it does to its descriptors and files ends with its run.
 *
 * <p>A call answers with an error number, or ends the guest where a pointer of its leads out of its
 * memory. Nothing is allocated for a length that a guest gives before it is known to lie there. Not
 * for use by two threads at once.
 */
public final class Wasi {
  private static final String MODULE = "wasi_snapshot_preview1";

  private final Run run;
  private final List<HostCall> calls;

  /** Made at the first call: many guests make none, and need not wait for its classes to load. */
  private @Nullable Calls answering;

  /** The calls of a guest with these grants, before its first run. */
  public Wasi(Grants grants, HostSources sources) {
    this.run = new Run(grants, sources);
    var table = new ArrayList<HostCall>();
    for (WasiFunction function : WasiFunction.values()) {
      table.add(
          new HostCall(
              MODULE,
              function.title(),
              function.type(),
              (memory, arguments) -> answer(function, memory, arguments)));
    }
    this.calls = List.copyOf(table);
  }

  /** The type of each function, by "module.name". */
  public static Map<String, String> types() {
    var types = new HashMap<String, String>();
    for (WasiFunction function : WasiFunction.values()) {
      types.put(MODULE + "." + function.title(), function.type());
    }
    return types;
  }

  /** Every function of WASI preview 1; the same objects for all runs. */
  public List<HostCall> calls() {
    return calls;
  }

  /** Begins a run, in which nothing is left of any before. */
  public void begin(Program program) {
    run.begin(program);
  }

  /**
   * Begins a run in which all is as the last one left it, but for who listens: a guest may go on
   * with what it opened while it was initialised. After {@link #end} it is the same as {@link
   * #begin}.
   *
   * @param program another log and output; its input must be as empty as the last one's
   */
  public void resume(Program program) {
    run.resume(program);
  }

  /** Ends a run: its files are dropped, and its input, output and log let go. */
  public void end() {
    run.end();
  }

  /** What the guest has taken in or changed since {@link #begin}. */
  public Set<Frozen> frozen() {
    return run.frozen();
  }

  private long answer(WasiFunction function, GuestMemory memory, long[] arguments) {
    run.answering(function.title());
    try {
      answering().answer(function, memory, arguments);
      return 0;
    } catch (Errno.Failure e) {
      return e.errno().number();
    } catch (FileFault e) {
      return Errno.of(e).number();
    }
  }

  private Calls answering() {
    Calls made = answering;
    if (made == null) {
      made = new Calls(run);
      answering = made;
    }
    return made;
  }
}
