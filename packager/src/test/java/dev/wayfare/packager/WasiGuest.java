package dev.wayfare.packager;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.engine.HostCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A guest of the tests, compiled in this JVM and joined to host calls; no more of a host. */
final class WasiGuest {
  /** Where the guests and their sources are. */
  static final Path FOLDER = Path.of("src", "test", "guests");

  private final WasmModule module;
  private final Function<Instance, Machine> machines;

  private WasiGuest(byte[] wasm) {
    this.module = Parser.parse(wasm);
    this.machines = MachineFactoryCompiler.compile(module);
  }

  static byte[] wasm(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".wasm"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WasiGuest of(byte[] wasm) {
    return new WasiGuest(wasm);
  }

  /** Runs {@code _start} in a fresh instance; its end may be an exception of the calls. */
  void run(List<HostCall> calls) {
    HostFunction[] functions = calls.stream().map(WasiGuest::function).toArray(HostFunction[]::new);
    Instance.builder(module)
        .withMachineFactory(machines)
        .withStart(false)
        .withImportValues(ImportValues.builder().addFunction(functions).build())
        .build()
        .export("_start")
        .apply();
  }

  private static HostFunction function(HostCall call) {
    String[] sides = call.type().split(" -> ", -1);
    List<ValType> results = types(sides[1]);
    return new HostFunction(
        call.module(),
        call.name(),
        FunctionType.of(types(sides[0]), results),
        (instance, arguments) -> {
          long result = call.body().call(new OfInstance(instance.memory()), arguments);
          return results.isEmpty() ? new long[0] : new long[] {result};
        });
  }

  private static List<ValType> types(String side) {
    return Stream.of(side.substring(1, side.length() - 1).split(",", -1))
        .filter(name -> !name.isEmpty())
        .map(name -> name.equals("i64") ? ValType.I64 : ValType.I32)
        .toList();
  }

  /** The engine's memory as host calls see it. */
  private record OfInstance(Memory memory) implements GuestMemory {
    @Override
    public long sizeBytes() {
      return memory.pages() * 65536L;
    }

    @Override
    public void requireWithin(int address, int length) {
      if (length < 0 || Integer.toUnsignedLong(address) + length > sizeBytes()) {
        throw new GuestTrap("out of bounds");
      }
    }

    @Override
    public byte readByte(int address) {
      requireWithin(address, 1);
      return memory.read(address);
    }

    @Override
    public short readShort(int address) {
      requireWithin(address, 2);
      return memory.readShort(address);
    }

    @Override
    public int readInt(int address) {
      requireWithin(address, 4);
      return memory.readInt(address);
    }

    @Override
    public long readLong(int address) {
      requireWithin(address, 8);
      return memory.readLong(address);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
      requireWithin(address, length);
      System.arraycopy(memory.readBytes(address, length), 0, target, offset, length);
    }

    @Override
    public void writeByte(int address, byte value) {
      requireWithin(address, 1);
      memory.writeByte(address, value);
    }

    @Override
    public void writeShort(int address, short value) {
      requireWithin(address, 2);
      memory.writeShort(address, value);
    }

    @Override
    public void writeInt(int address, int value) {
      requireWithin(address, 4);
      memory.writeI32(address, value);
    }

    @Override
    public void writeLong(int address, long value) {
      requireWithin(address, 8);
      memory.writeLong(address, value);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
      requireWithin(address, length);
      memory.write(address, source, offset, length);
    }
  }
}
