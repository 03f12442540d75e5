package dev.wayfare.shim.engine;

import static com.dylibso.chicory.runtime.ConstantEvaluators.computeConstantValue;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A guest's memory that begins as a {@link MemoryImage} and copies a page of it, 4 KiB, when it is
 * first written to. A new guest so costs a table of references, not its memory; what a guest never
 * touches, all guests of a module share.
 *
 * <p>Every access goes through the table, as it does in the engine's own memory, whose pages are of
 * 64 KiB; a write looks in addition whether the page is its own yet. Not for threads: a memory that
 * is declared shared cannot be waited on.
 */
@SuppressWarnings({"deprecation", "removal"}) // The interface asks for methods that it deprecates.
final class PagedMemory implements Memory {
  private static final int SHIFT = 12;
  private static final int SIZE = 1 << SHIFT;
  private static final int MASK = SIZE - 1;
  private static final int PAGES_PER_WASM_PAGE = PAGE_SIZE / SIZE;
  private static final byte[] ZEROS = new byte[SIZE];

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final MemoryLimits limits;
  private final boolean fromImage;
  private int wasmPages;

  /** What reads see: an image's page, or one of our own. */
  private byte[][] pages;

  /** What writes go to: {@code null} where the page is not our own yet. */
  private byte[] @Nullable [] own;

  private DataSegment[] segments = {};

  /** A memory of zeros. */
  PagedMemory(MemoryLimits limits) {
    this.limits = limits;
    this.fromImage = false;
    this.wasmPages = limits.initialPages();
    this.pages = new byte[wasmPages * PAGES_PER_WASM_PAGE][];
    Arrays.fill(pages, ZEROS);
    this.own = new byte[pages.length][];
  }

  /** A memory that begins as {@code image}, to which instantiation then adds nothing. */
  PagedMemory(MemoryLimits limits, MemoryImage image) {
    this.limits = limits;
    this.fromImage = true;
    this.wasmPages = image.wasmPages();
    this.pages = image.pages();
    this.own = new byte[pages.length][];
  }

  /** What this memory holds now; it goes on with copies of its own. */
  MemoryImage image() {
    Arrays.fill(own, null);
    return new MemoryImage(pages.clone(), wasmPages);
  }

  @Override
  public int pages() {
    return wasmPages;
  }

  @Override
  public int grow(int more) {
    int before = wasmPages;
    if (more < 0 || more > maximumPages() - before) {
      return -1;
    }
    wasmPages = before + more;
    int length = wasmPages * PAGES_PER_WASM_PAGE;
    int start = pages.length;
    pages = Arrays.copyOf(pages, length);
    Arrays.fill(pages, start, length, ZEROS);
    own = Arrays.copyOf(own, length);
    return before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
  }

  @Override
  public boolean shared() {
    return limits.shared();
  }

  @Override
  public Object lock(int address) {
    return this;
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new WasmRuntimeException("expected shared memory");
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new WasmRuntimeException("expected shared memory");
  }

  @Override
  public int notify(int address, int maxThreads) {
    return 0;
  }

  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(
      Instance instance, DataSegment @Nullable [] dataSegments, int memoryIndex) {
    if (dataSegments == null) {
      return;
    }
    segments = dataSegments;
    if (!fromImage) {
      for (DataSegment segment : dataSegments) {
        if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
          writeActive(instance, active);
        }
      }
    }
  }

  private void writeActive(Instance instance, ActiveDataSegment segment) {
    int offset = (int) computeConstantValue(instance, segment.offsetInstructions())[0];
    try {
      write(offset, segment.data(), 0, segment.data().length);
    } catch (WasmRuntimeException e) {
      throw new UninstantiableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void initPassiveSegment(int segment, int destination, int offset, int size) {
    write(destination, segments[segment].data(), offset, size);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  /** Called before the data segments are written, when there are only zeros or an image. */
  @Override
  public void zero() {}

  @Override
  public byte read(int address) {
    try {
      return pages[address >>> SHIFT][address & MASK];
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Byte.BYTES);
    }
  }

  @Override
  public short readShort(int address) {
    int offset = address & MASK;
    try {
      return offset <= SIZE - Short.BYTES
          ? (short) SHORT.get(pages[address >>> SHIFT], offset)
          : (short) readAcross(address, Short.BYTES);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Short.BYTES);
    }
  }

  @Override
  public int readInt(int address) {
    int offset = address & MASK;
    try {
      return offset <= SIZE - Integer.BYTES
          ? (int) INT.get(pages[address >>> SHIFT], offset)
          : (int) readAcross(address, Integer.BYTES);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Integer.BYTES);
    }
  }

  @Override
  public long readLong(int address) {
    int offset = address & MASK;
    try {
      return offset <= SIZE - Long.BYTES
          ? (long) LONG.get(pages[address >>> SHIFT], offset)
          : readAcross(address, Long.BYTES);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Long.BYTES);
    }
  }

  @Override
  public long readU16(int address) {
    return Short.toUnsignedInt(readShort(address));
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public byte[] readBytes(int address, int length) {
    requireWithin(address, length);
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int from = address + done;
      int count = Math.min(SIZE - (from & MASK), length - done);
      System.arraycopy(pages[from >>> SHIFT], from & MASK, bytes, done, count);
      done += count;
    }
    return bytes;
  }

  @Override
  public void writeByte(int address, byte value) {
    try {
      writable(address >>> SHIFT)[address & MASK] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Byte.BYTES);
    }
  }

  @Override
  public void writeShort(int address, short value) {
    int offset = address & MASK;
    try {
      if (offset <= SIZE - Short.BYTES) {
        SHORT.set(writable(address >>> SHIFT), offset, value);
      } else {
        writeAcross(address, value, Short.BYTES);
      }
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Short.BYTES);
    }
  }

  @Override
  public void writeI32(int address, int value) {
    int offset = address & MASK;
    try {
      if (offset <= SIZE - Integer.BYTES) {
        INT.set(writable(address >>> SHIFT), offset, value);
      } else {
        writeAcross(address, value, Integer.BYTES);
      }
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Integer.BYTES);
    }
  }

  @Override
  public void writeLong(int address, long value) {
    int offset = address & MASK;
    try {
      if (offset <= SIZE - Long.BYTES) {
        LONG.set(writable(address >>> SHIFT), offset, value);
      } else {
        writeAcross(address, value, Long.BYTES);
      }
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(address, Long.BYTES);
    }
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public void write(int address, byte[] bytes, int offset, int size) {
    requireWithin(address, size);
    if (offset < 0 || size > bytes.length - offset) {
      throw outOfBounds(address, size);
    }
    for (int done = 0; done < size; ) {
      int to = address + done;
      int count = Math.min(SIZE - (to & MASK), size - done);
      System.arraycopy(bytes, offset + done, writable(to >>> SHIFT), to & MASK, count);
      done += count;
    }
  }

  @Override
  public void fill(byte value, int from, int to) {
    requireWithin(from, to - from);
    for (int at = from; at < to; ) {
      int end = Math.min((at | MASK) + 1, to);
      Arrays.fill(writable(at >>> SHIFT), at & MASK, ((end - 1) & MASK) + 1, value);
      at = end;
    }
  }

  @Override
  public void copy(int destination, int source, int size) {
    requireWithin(destination, size);
    requireWithin(source, size);
    if (destination > source && destination - source < size) {
      copyBackward(destination, source, size);
    } else {
      copyForward(destination, source, size);
    }
  }

  private void copyForward(int destination, int source, int size) {
    for (int done = 0; done < size; ) {
      int from = source + done;
      int to = destination + done;
      int count = Math.min(size - done, SIZE - Math.max(from & MASK, to & MASK));
      byte[] target = writable(to >>> SHIFT);
      System.arraycopy(pages[from >>> SHIFT], from & MASK, target, to & MASK, count);
      done += count;
    }
  }

  /** From the end, since the destination overlaps what of the source comes later. */
  private void copyBackward(int destination, int source, int size) {
    for (int left = size; left > 0; ) {
      int fromEnd = source + left;
      int toEnd = destination + left;
      int room = Math.min(((fromEnd - 1) & MASK) + 1, ((toEnd - 1) & MASK) + 1);
      int count = Math.min(left, room);
      int from = fromEnd - count;
      int to = toEnd - count;
      byte[] target = writable(to >>> SHIFT);
      System.arraycopy(pages[from >>> SHIFT], from & MASK, target, to & MASK, count);
      left -= count;
    }
  }

  private byte[] writable(int page) {
    byte[] mine = own[page];
    return mine != null ? mine : makeOwn(page);
  }

  private byte[] makeOwn(int page) {
    byte[] mine = pages[page].clone();
    pages[page] = mine;
    own[page] = mine;
    return mine;
  }

  /** Little-endian, of a value that lies on two pages. */
  private long readAcross(int address, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      int at = address + i;
      value = value << Byte.SIZE | Byte.toUnsignedLong(pages[at >>> SHIFT][at & MASK]);
    }
    return value;
  }

  /** All of the value or nothing: its last byte is looked for before its first is written. */
  private void writeAcross(int address, long value, int size) {
    byte[] last = writable((address + size - 1) >>> SHIFT);
    byte[] first = writable(address >>> SHIFT);
    for (int i = 0; i < size; i++) {
      int offset = (address & MASK) + i;
      (offset < SIZE ? first : last)[offset & MASK] = (byte) (value >>> (Byte.SIZE * i));
    }
  }

  private void requireWithin(int address, int size) {
    if (address < 0 || size < 0 || (long) address + size > sizeBytes()) {
      throw outOfBounds(address, size);
    }
  }

  private long sizeBytes() {
    return (long) wasmPages * PAGE_SIZE;
  }

  private WasmRuntimeException outOfBounds(int address, int size) {
    return new WasmRuntimeException(
        "out of bounds memory access: "
            + size
            + " bytes at "
            + Integer.toUnsignedString(address)
            + " of "
            + sizeBytes());
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }
}
