package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleDescription.Exported;
import dev.wayfare.shim.engine.ModuleDescription.Imported;
import dev.wayfare.shim.engine.ModuleDescription.MemoryPages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the guests of one module, under bounds that hold for each of them. */
public final class Guests {
  private final ModuleImage image;
  private final Limits limits;
  private final Optional<String> obstacle;
  private final @Nullable MemoryImage initialMemory;

  /**
   * Guests of {@code image} under {@code limits}.
   *
   * @throws InvalidModuleException if the module can never run here, and why
   */
  public Guests(ModuleImage image, Limits limits) {
    this.image = image;
    this.limits = limits;
    this.obstacle = obstacle(image.module());
    requireWithin(limits);
    this.initialMemory = initialMemory();
  }

  /**
   * A guest that nobody used, not started yet.
   *
   * @param calls what the host offers it; every function that the module imports is among them
   */
  public Guest create(List<HostCall> calls) {
    return guest(calls, null);
  }

  /**
   * A guest that will be what {@code snapshot} holds, not started yet.
   *
   * @param calls as for {@link #create}
   */
  public Guest create(List<HostCall> calls, Snapshot snapshot) {
    return guest(calls, snapshot);
  }

  private Guest guest(List<HostCall> calls, @Nullable Snapshot snapshot) {
    var tableRoom = new GuestTable.Room(limits.tableEntries());
    Instance instance = instance(calls, bounds -> memory(bounds, snapshot), tableRoom);
    var functions = new HashMap<String, ExportFunction>();
    for (Exported exported : image.description().exports()) {
      if (exported.kind().equals("function")) {
        functions.put(exported.name(), instance.export(exported.name()));
      }
    }
    return new Guest(instance, tableRoom, image.isInterpreted(), functions, obstacle, snapshot);
  }

  /**
   * A start function would write its effects into memory a second time, so where there is one,
   * memory begins as the module has it; {@link Guest#start} then makes it what the snapshot holds.
   */
  private Memory memory(MemoryLimits bounds, @Nullable Snapshot snapshot) {
    MemoryImage beginning =
        snapshot == null || hasStartFunction() ? initialMemory : snapshot.memory();
    return beginning == null ? new PagedMemory(bounds) : new PagedMemory(bounds, beginning);
  }

  private Instance instance(
      List<HostCall> calls, Function<MemoryLimits, Memory> memories, GuestTable.Room tableRoom) {
    var builder =
        Instance.builder(image.module())
            .withMachineFactory(image::machineFor)
            .withMemoryFactory(memories)
            .withTableFactory((table, initial) -> new GuestTable(table, initial, tableRoom))
            .withInitialize(false)
            .withImportValues(ImportValues.builder().addFunction(functions(calls)).build());
    if (image.description().memory().isPresent()) {
      MemoryPages pages = image.description().memory().get();
      builder.withMemoryLimits(new MemoryLimits(pages.initial(), maximumPages(pages)));
    }
    return builder.build();
  }

  /** The imported functions in the module's order, each bound to what the host offers for it. */
  private ImportFunction[] functions(List<HostCall> calls) {
    TypeSection types = image.module().typeSection();
    ImportSection imports = image.module().importSection();
    var functions = new ArrayList<ImportFunction>();
    for (int i = 0; i < imports.importCount(); i++) {
      if (imports.getImport(i) instanceof FunctionImport each) {
        functions.add(function(each, types.getType(each.typeIndex()), calls));
      }
    }
    return functions.toArray(new ImportFunction[0]);
  }

  private ImportFunction function(FunctionImport each, FunctionType type, List<HostCall> calls) {
    HostCall.Body body = offered(each, ModuleDescription.text(type), calls).body();
    return new HostFunction(
        each.module(),
        each.name(),
        type,
        (instance, arguments) -> new long[] {body.call(memory(instance), arguments)});
  }

  private HostCall offered(FunctionImport each, String type, List<HostCall> calls) {
    for (HostCall call : calls) {
      if (call.name().equals(each.name())
          && call.module().equals(each.module())
          && call.type().equals(type)) {
        return call;
      }
    }
    throw notOffered(new Imported(each.module(), each.name(), "function", ""));
  }

  private static GuestMemory memory(Instance instance) {
    return instance.memory() instanceof PagedMemory memory ? memory : PagedMemory.NONE;
  }

  private InvalidModuleException notOffered(Imported imported) {
    return new InvalidModuleException(
        image.name() + " imports " + imported + ", which this host does not offer");
  }

  /**
   * What every guest's memory holds when it is instantiated; none where a start function runs then,
   * whose effects would be there twice.
   */
  private @Nullable MemoryImage initialMemory() {
    if (hasStartFunction()) {
      return null;
    }
    try {
      Instance instance =
          instance(unanswered(), PagedMemory::new, new GuestTable.Room(limits.tableEntries()))
              .initialize(false);
      return instance.memory() instanceof PagedMemory memory ? memory.image() : null;
    } catch (ChicoryException | GuestTrap e) {
      throw new InvalidModuleException(
          image.name() + " cannot be instantiated (" + e.getMessage() + ")", e);
    }
  }

  /** Calls of every type that the module imports, none of which is made before it starts. */
  private List<HostCall> unanswered() {
    var calls = new ArrayList<HostCall>();
    for (Imported each : image.description().imports()) {
      calls.add(
          new HostCall(
              each.module(),
              each.name(),
              each.type(),
              (memory, arguments) -> {
                throw new GuestTrap(each + " was called before the module was started");
              }));
    }
    return calls;
  }

  private boolean hasStartFunction() {
    return image.module().startSection().isPresent();
  }

  private int maximumPages(MemoryPages pages) {
    return Math.min(pages.maximum(), limits.memoryPages());
  }

  private void requireWithin(Limits limits) {
    ModuleDescription description = image.description();
    if (description.tableEntries() > limits.tableEntries()) {
      throw new InvalidModuleException(
          image.name()
              + " has tables of "
              + description.tableEntries()
              + " entries, but the limit is "
              + limits.tableEntries()
              + "; raise WAYFARE_TABLE_ENTRIES");
    }
    if (Arrays.asList(image.module().typeSection().types()).contains(null)) {
      throw new InvalidModuleException(
          image.name()
              + " declares structures or arrays (the GC proposal), whose memory this host cannot"
              + " bound; build it without them");
    }
    MemorySection section = image.module().memorySection().orElse(null);
    int memories = section == null ? 0 : section.memoryCount();
    if (memories > 1) {
      throw new InvalidModuleException(
          image.name() + " has " + memories + " memories, but one is the most; link it as one");
    }
    int initial = description.memory().isPresent() ? description.memory().get().initial() : 0;
    if (initial > limits.memoryPages()) {
      throw new InvalidModuleException(
          image.name()
              + " starts with "
              + initial
              + " pages of memory, but the limit is "
              + limits.memoryPages()
              + "; raise WAYFARE_MEMORY_PAGES");
    }
  }

  /** What in a module keeps its guests from being snapshotted, since the engine holds it hidden. */
  private static Optional<String> obstacle(WasmModule module) {
    if (module.tagSection().isPresent()) {
      return Optional.of("it throws exceptions of its own, which the engine keeps references to");
    }
    for (int i = 0; i < module.tableSection().tableCount(); i++) {
      ValType type = module.tableSection().getTable(i).elementType();
      // Of references to things of the host a guest has none but null.
      if (!type.equals(ValType.FuncRef) && !type.equals(ValType.ExternRef)) {
        return Optional.of("it keeps references to values of its own in tables");
      }
    }
    for (Global global : module.globalSection().globals()) {
      if (global.mutabilityType() == MutabilityType.Var && global.valueType().isReference()) {
        return Optional.of("it keeps references in global variables");
      }
    }
    return Optional.empty();
  }
}
