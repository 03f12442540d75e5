package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleDescription.MemoryPages;
import java.time.Clock;
import java.util.Random;

/**
 * Starts guests of one module: each run gets a fresh instance, so that no request can see anything
 * of another.
 */
public final class Guest {
  private final ModuleImage image;
  private final Limits limits;
  private final Clock clock;
  private final Random random;

  /**
   * Guests of {@code image} under {@code limits}.
   *
   * @param clock what a guest reads as the time of day
   * @param random what a guest draws from; a {@link java.security.SecureRandom} but in tests
   * @throws InvalidModuleException if the module can never run here, and why
   */
  public Guest(ModuleImage image, Limits limits, Clock clock, Random random) {
    this.image = image;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
    requireRunnable(image.name(), image.description(), limits);
  }

  /**
   * Runs the module's {@code _start} to its end, on the caller's thread. Interrupting that thread
   * ends it within a millisecond or so, wherever it is in its own code.
   */
  public Ending run(Program program) {
    var output = new BoundedOutput(limits.responseBytes());
    try (var log = new LineOutput(program.log(), limits.logBytes());
        var wasi = wasi(program, output, log)) {
      instantiate(wasi).export("_start").apply();
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
    } catch (RuntimeException | OutOfMemoryError e) {
      // What a host call makes of a bad pointer or length; the guest's fault, not the host's.
      return new Ending.Trapped(e.toString());
    }
  }

  private WasiPreview1 wasi(Program program, BoundedOutput output, LineOutput log) {
    var options =
        WasiOptions.builder()
            .withArguments(program.arguments())
            .withStdin(program.input().stream())
            .withStdout(output)
            .withStderr(log)
            .withClock(clock)
            .withRandom(random);
    program.environment().forEach(options::withEnvironment);
    return WasiPreview1.builder().withOptions(options.build()).build();
  }

  private Instance instantiate(WasiPreview1 wasi) {
    var builder =
        Instance.builder(image.module())
            .withMachineFactory(image::machineFor)
            .withMemoryFactory(ByteArrayMemory::new)
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
