package dev.wayfare.shim.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PagedMemoryTest {
  private static final int WASM_PAGE = 65536;

  @Test
  void whateverIsDoneToItTheEnginesOwnMemoryDoesTheSame() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    Memory reference = new ByteArrayMemory(new MemoryLimits(2, 5));
    Memory paged = new PagedMemory(new MemoryLimits(2, 5));
    for (int i = 0; i < 200_000; i++) {
      Function<Memory, Object> step = step(random);
      assertThat(outcome(step, paged))
          .as("step %d of seed %d", i, seed)
          .isEqualTo(outcome(step, reference));
    }
    assertThat(content(paged)).as("seed %d", seed).isEqualTo(content(reference));
  }

  @Test
  void aGuestSeesTheImageAndLeavesItUnchanged() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var original = new PagedMemory(new MemoryLimits(2, 5));
    random.ints(5000, 0, 2 * WASM_PAGE - 8).forEach(at -> original.writeLong(at, at * 31L));
    MemoryImage image = original.image();
    byte[] before = content(original);
    for (int guest = 0; guest < 20; guest++) {
      var memory = new PagedMemory(new MemoryLimits(2, 5), image);
      assertThat(content(memory)).as("guest %d of seed %d", guest, seed).isEqualTo(before);
      for (int i = 0; i < 500; i++) {
        outcome(step(random), memory);
      }
    }
    assertThat(content(original)).as("seed %d", seed).isEqualTo(before);
  }

  @Test
  void whatTheFirstWritesAfterTheImageWasTakenIsNotInTheImage() {
    var memory = new PagedMemory(new MemoryLimits(1, 1));
    memory.writeByte(7, (byte) 1);
    MemoryImage image = memory.image();
    memory.writeByte(7, (byte) 2);
    assertThat(new PagedMemory(new MemoryLimits(1, 1), image).read(7)).isEqualTo((byte) 1);
  }

  @Test
  void aMemoryThatIsPutBackIsAsItWasWhateverWasDoneToIt() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var memory = new PagedMemory(new MemoryLimits(2, 5));
    random.ints(5000, 0, 2 * WASM_PAGE - 8).forEach(at -> memory.writeLong(at, at * 31L));
    MemoryImage image = memory.image();
    byte[] before = content(memory);
    for (int request = 0; request < 2000; request++) {
      for (int i = 0; i < random.nextInt(60); i++) {
        outcome(step(random), memory);
      }
      memory.putBack(image);
      assertThat(content(memory)).as("request %d of seed %d", request, seed).isEqualTo(before);
    }
    assertThat(memory.residentBytes()).as("spares are bounded").isLessThan(2 << 20);
  }

  @Test
  void aPageThatServedBeforeHoldsNothingOfThatWhenItIsWrittenToAgain() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var memory = new PagedMemory(new MemoryLimits(2, 2));
    random.ints(500, 0, 2 * WASM_PAGE - 8).forEach(at -> memory.writeLong(at, at * 31L));
    MemoryImage image = memory.image();
    byte[] before = content(memory);
    for (int request = 0; request < 500; request++) {
      byte[] expected = before.clone();
      for (int i = 0; i < 10; i++) {
        int at = random.nextInt(2 * WASM_PAGE);
        memory.writeByte(at, (byte) request);
        expected[at] = (byte) request;
      }
      assertThat(content(memory)).as("request %d of seed %d", request, seed).isEqualTo(expected);
      memory.fill((byte) 0x5a, 0, 2 * WASM_PAGE);
      memory.putBack(image);
    }
  }

  @Test
  void aMemoryThatIsPutBackGrowsAgainFromZeros() {
    var memory = new PagedMemory(new MemoryLimits(1, 3));
    MemoryImage image = memory.image();
    assertThat(memory.grow(1)).isEqualTo(1);
    memory.writeLong(WASM_PAGE + 8, -1);
    memory.putBack(image);
    assertThat(memory.pages()).isEqualTo(1);
    assertThatThrownBy(() -> memory.readLong(WASM_PAGE + 8)).isInstanceOf(GuestTrap.class);
    assertThat(memory.grow(1)).isEqualTo(1);
    assertThat(memory.readLong(WASM_PAGE + 8)).isZero();
  }

  @Test
  void aValueThatHalfFitsIsNotWrittenAtAll() {
    var memory = new PagedMemory(new MemoryLimits(1, 1));
    assertThatThrownBy(() -> memory.writeLong(WASM_PAGE - 4, -1L))
        .isInstanceOf(GuestTrap.class)
        .hasMessage("out of bounds memory access: 8 bytes at 65532 of 65536");
    assertThat(memory.readInt(WASM_PAGE - 4)).isZero();
  }

  /** One call with arguments near every kind of edge; its result tells what was read. */
  private static Function<Memory, Object> step(SplittableRandom random) {
    int address = address(random);
    int other = address(random);
    int size = random.nextInt(0, 3) == 0 ? random.nextInt(0, 9000) : random.nextInt(0, 20);
    long value = random.nextLong();
    List<Function<Memory, Object>> steps =
        List.of(
            memory -> memory.read(address),
            memory -> memory.readShort(address),
            memory -> memory.readU16(address),
            memory -> memory.readInt(address),
            memory -> memory.readLong(address),
            memory -> memory.readF32(address),
            memory -> memory.readF64(address),
            memory -> Float.floatToRawIntBits(memory.readFloat(address)),
            memory -> Double.doubleToRawLongBits(memory.readDouble(address)),
            memory -> new String(memory.readBytes(address, size), ISO_8859_1),
            write(memory -> memory.writeByte(address, (byte) value)),
            write(memory -> memory.writeShort(address, (short) value)),
            write(memory -> memory.writeI32(address, (int) value)),
            write(memory -> memory.writeLong(address, value)),
            write(memory -> memory.writeF32(address, Float.intBitsToFloat((int) value))),
            write(memory -> memory.writeF64(address, Double.longBitsToDouble(value))),
            write(memory -> memory.fill((byte) value, address, address + size)),
            write(memory -> memory.copy(address, other, size)),
            write(memory -> memory.copy(address, address + (int) (value % 64), size)),
            write(memory -> memory.write(address, new byte[] {1, 2, 3, 4, 5}, 1, size % 5)),
            Memory::pages,
            memory -> size % 50 == 0 ? memory.grow(size % 3) : memory.pages());
    return steps.get(random.nextInt(steps.size()));
  }

  private static int address(SplittableRandom random) {
    int edge = random.nextInt(0, 6) * 4096 + random.nextInt(0, 6) * WASM_PAGE;
    return switch (random.nextInt(0, 20)) {
      case 0 -> random.nextInt();
      case 1 -> Integer.MAX_VALUE - random.nextInt(0, 10);
      default -> Math.max(0, edge + random.nextInt(-12, 12));
    };
  }

  private static Function<Memory, Object> write(Consumer<Memory> step) {
    return memory -> {
      step.accept(memory);
      return "done";
    };
  }

  private static Object outcome(Function<Memory, Object> step, Memory memory) {
    try {
      return step.apply(memory);
    } catch (GuestTrap | WasmRuntimeException e) {
      return "trap";
    }
  }

  private static byte[] content(Memory memory) {
    return memory.readBytes(0, memory.pages() * WASM_PAGE);
  }
}
