package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleDescription.MemoryPages;
import java.time.Clock;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The guests of one module: each run gets a fresh instance, so that no request can see anything of
 * another.
 */
public final class Guests {
  /** A table's entry costs the host 12 bytes and more, for each guest anew. */
  private static final int MOST_TABLE_ENTRIES = 1 << 20;

  private final ModuleImage image;
  private final Limits limits;
  private final Clock clock;
  private final Random random;
  private final @Nullable MemoryImage initialMemory;

  /**
   * Guests of {@code image} under {@code limits}.
   *
   * @param clock what a guest reads as the time of day
   * @param random what a guest draws from; a {@link java.security.SecureRandom} but in tests
   * @throws InvalidModuleException if the module can never run here, and why
   */
  public Guests(ModuleImage image, Limits limits, Clock clock, Random random) {
    this.image = image;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
    requireRunnable(image.name(), image.description(), limits);
    this.initialMemory = initialMemory();
  }

  /**
   * Runs the module's {@code _start} to its end, on the caller's thread. Interrupting that thread
   * ends it within a millisecond or so, wherever it is in its own code.
   */
  public Ending run(Program program) {
    var output = new BoundedOutput(limits.responseBytes());
    try (var log = new LineOutput(program.log(), limits.logBytes());
        var wasi = wasi(program, output, log)) {
      instantiate(wasi, this::newMemory).export("_start").apply();
      return new Ending.Exited(0, output.body());
    } catch (WasiExitException e) {
      return new Ending.Exited(e.exitCode(), output.body());
    } catch (ChicoryInterruptedException e) {
      return new Ending.Interrupted();
    } catch (BoundedOutput.LimitReached e) {
      return new Ending.OutputTooLarge(limits.responseBytes());
    } catch (ChicoryException e) {
      return new Ending.Trapped(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return new Ending.Trapped("call stack exhausted");
    } catch (OutOfMemoryError e) {
      return new Ending.OutOfMemory();
    } catch (RuntimeException e) {
      // What a host call makes of a bad pointer or length; the guest's fault, not the host's.
      return new Ending.Trapped(e.toString());
    }
  }

  /**
   * What every guest's memory holds when it is instantiated; none where a start function runs then,
   * whose effects would be there twice.
   */
  private @Nullable MemoryImage initialMemory() {
    if (image.module().startSection().isPresent()) {
      return null;
    }
    try (var wasi = wasi(WasiOptions.builder())) {
      return instantiate(wasi, PagedMemory::new).memory() instanceof PagedMemory memory
          ? memory.image()
          : null;
    } catch (ChicoryException e) {
      throw new InvalidModuleException(
          image.name() + " cannot be instantiated (" + e.getMessage() + ")", e);
    }
  }

  private WasiPreview1 wasi(Program program, BoundedOutput output, LineOutput log) {
    var options =
        WasiOptions.builder()
            .withArguments(program.arguments())
            .withStdin(program.input().stream())
            .withStdout(output)
            .withStderr(log);
    program.environment().forEach(options::withEnvironment);
    return wasi(options);
  }

  private WasiPreview1 wasi(WasiOptions.Builder options) {
    return WasiPreview1.builder()
        .withOptions(options.withClock(clock).withRandom(random).build())
        .build();
  }

  private PagedMemory newMemory(MemoryLimits bounds) {
    return initialMemory == null ? new PagedMemory(bounds) : new PagedMemory(bounds, initialMemory);
  }

  private Instance instantiate(WasiPreview1 wasi, Function<MemoryLimits, Memory> memories) {
    var builder =
        Instance.builder(image.module())
            .withMachineFactory(image::machineFor)
            .withMemoryFactory(memories)
            .withStart(false)
            .withImportValues(ImportValues.builder().addFunction(wasi.toHostFunctions()).build());
    image
        .description()
        .memory()
        .map(pages -> new MemoryLimits(pages.initial(), maximumPages(pages)))
        .ifPresent(builder::withMemoryLimits);
    return builder.build();
  }

  private int maximumPages(MemoryPages pages) {
    return Math.min(pages.maximum(), limits.memoryPages());
  }

  private static void requireRunnable(String name, ModuleDescription description, Limits limits) {
    var unknown = description.unknownImports();
    if (!unknown.isEmpty()) {
      throw new InvalidModuleException(
          name + " imports " + unknown.getFirst() + ", which this host does not offer");
    }
    if (description.tableEntries() > MOST_TABLE_ENTRIES) {
      throw new InvalidModuleException(
          name
              + " has tables of "
              + description.tableEntries()
              + " entries, but the limit is "
              + MOST_TABLE_ENTRIES);
    }
    int initial = description.memory().map(MemoryPages::initial).orElse(0);
    if (initial > limits.memoryPages()) {
      throw new InvalidModuleException(
          name
              + " starts with "
              + initial
              + " pages of memory, but the limit is "
              + limits.memoryPages()
              + "; raise WAYFARE_MEMORY_PAGES");
    }
  }
}
