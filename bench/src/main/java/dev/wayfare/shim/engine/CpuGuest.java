package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import dev.wayfare.shim.Limits;
import java.util.List;

/** A guest whose functions take a number and return one, with page tracking or without it. */
public interface CpuGuest {
  /** Calls one of its functions. */
  long call(String function, long argument);

  /** As the host makes guests. */
  static CpuGuest tracked(ModuleImage image) {
    List<HostCall> noCalls = List.of();
    Guest guest = new Guests(image, Limits.DEFAULT).create(noCalls);
    guest.start();
    return (function, argument) ->
        switch (guest.call(function, argument)) {
          case Ending.Returned(long value) -> value;
          case Ending other -> throw new IllegalStateException(function + ": " + other);
        };
  }

  /** The same classes over the engine's own memory, which knows nothing of what was touched. */
  static CpuGuest untracked(ModuleImage image) {
    Instance instance =
        Instance.builder(image.module())
            .withMachineFactory(image::machineFor)
            .withMemoryFactory(ByteArrayMemory::new)
            .withImportValues(ImportValues.builder().build())
            .build();
    return (function, argument) -> {
      ExportFunction exported = instance.export(function);
      return exported.apply(argument)[0];
    };
  }
}
