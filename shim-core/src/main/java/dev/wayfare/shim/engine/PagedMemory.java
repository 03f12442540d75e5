package dev.wayfare.shim.engine;

import static com.dylibso.chicory.runtime.ConstantEvaluators.computeConstantValue;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
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
 * touches, all guests of a module share; and putting a guest back to its image costs what it
 * touched since.
 *
 * <p>Every access goes through the table, as it does in the engine's own memory, whose pages are of
 * 64 KiB; a write looks in addition whether the page is its own yet. Not for threads: a memory that
 * is declared shared cannot be waited on.
 */
@SuppressWarnings({"deprecation", "removal"}) // The interface asks for methods that it deprecates.
final class PagedMemory implements Memory, GuestMemory {
  private static final int SHIFT = 12;
  private static final int SIZE = 1 << SHIFT;
  private static final int MASK = SIZE - 1;
  private static final int PAGES_PER_WASM_PAGE = PAGE_SIZE / SIZE;
  private static final byte[] ZEROS = new byte[SIZE];

  /** The most pages that a memory keeps for the next request when it is put back: 1 MiB. */
  private static final int MOST_SPARES = 256;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  /** What a guest without a memory has: any address is out of its bounds. */
  static final PagedMemory NONE = new PagedMemory(new MemoryLimits(0, 0));

  private final MemoryLimits limits;
  private final boolean fromImage;
  private int wasmPages;

  /** What reads see: an image's page, or one of our own. */
  private byte[][] pages;

  /** What writes go to: {@code null} where the page is not our own yet. */
  private byte[] @Nullable [] own;

  /** The pages that are our own, in the order they became so; the first {@code ownCount} count. */
  private int[] ownPages = new int[16];

  private int ownCount;

  /**
   * Pages that were our own before the memory was put back; each is overwritten when it is used.
   */
  private final byte[][] spares = new byte[MOST_SPARES][];

  private int spareCount;

  /** The instance's own array, in which it replaces what the guest drops. */
  private DataSegment[] segments = {};

  private DataSegment[] segmentsAtFirst = {};
  private boolean growthRefused;

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
    this.pages = image.copyOfPages();
    this.own = new byte[pages.length][];
  }

  /** What this memory holds now; it goes on with copies of its own. */
  MemoryImage image() {
    for (int i = 0; i < ownCount; i++) {
      own[ownPages[i]] = null;
    }
    ownCount = 0;
    return new MemoryImage(pages.clone(), wasmPages);
  }

  /**
   * Makes this memory hold what {@code image} holds. Costs the pages written since, if it is the
   * image that this memory last began as or was put back to; a memory that has grown since costs
   * its page table anew.
   */
  void putBack(MemoryImage image) {
    for (int i = 0; i < ownCount; i++) {
      int page = ownPages[i];
      byte[] mine = own[page];
      if (mine != null && spareCount < MOST_SPARES) {
        spares[spareCount++] = mine;
      }
      own[page] = null;
      if (page < image.length()) {
        pages[page] = image.page(page);
      }
    }
    ownCount = 0;
    growthRefused = false;
    if (wasmPages != image.wasmPages()) {
      wasmPages = image.wasmPages();
      pages = image.copyOfPages();
      own = new byte[pages.length][];
    }
  }

  /** Makes this memory hold what {@code image} holds, whatever it began as. */
  void become(MemoryImage image) {
    ownCount = 0;
    growthRefused = false;
    wasmPages = image.wasmPages();
    pages = image.copyOfPages();
    own = new byte[pages.length][];
  }

  /**
   * Whether the guest has dropped a data segment. The engine does so behind the back of its memory,
   * in the array that they share.
   */
  @SuppressWarnings("ReferenceEquality") // The same segment, not one that is equal.
  boolean hasDroppedSegments() {
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] != segmentsAtFirst[i]) {
        return true;
      }
    }
    return false;
  }

  /** Whether the guest asked for more memory than it may have, since it was last put back. */
  boolean growthRefused() {
    return growthRefused;
  }

  /** The bytes that are this guest's alone: pages of its own, spares, and the two page tables. */
  long residentBytes() {
    return (long) (ownCount + spareCount) * SIZE + 2L * Integer.BYTES * pages.length;
  }

  @Override
  public int pages() {
    return wasmPages;
  }

  @Override
  public int grow(int more) {
    int before = wasmPages;
    if (more < 0 || more > maximumPages() - before) {
      growthRefused = true;
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
    throw new GuestTrap("expected shared memory");
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new GuestTrap("expected shared memory");
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
    segmentsAtFirst = dataSegments.clone();
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
    } catch (GuestTrap e) {
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
    return bytes(address, length);
  }

  @Override
  public void read(int address, byte[] target, int offset, int length) {
    requireWithin(address, length);
    for (int done = 0; done < length; ) {
      int from = address + done;
      int count = Math.min(SIZE - (from & MASK), length - done);
      System.arraycopy(pages[from >>> SHIFT], from & MASK, target, offset + done, count);
      done += count;
    }
  }

  @Override
  public byte readByte(int address) {
    return read(address);
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
    writeInt(address, value);
  }

  @Override
  public void writeInt(int address, int value) {
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
    writeInt(address, Float.floatToRawIntBits(value));
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
      requireUninterrupted();
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
      requireUninterrupted();
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
      requireUninterrupted();
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

  /** Filling or copying hundreds of megabytes takes longer than a deadline may be overrun. */
  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new ChicoryInterruptedException("interrupted");
    }
  }

  private byte[] writable(int page) {
    byte[] mine = own[page];
    return mine != null ? mine : makeOwn(page);
  }

  private byte[] makeOwn(int page) {
    byte[] shared = pages[page];
    byte[] mine = spareCount > 0 ? spares[--spareCount] : new byte[SIZE];
    System.arraycopy(shared, 0, mine, 0, SIZE);
    if (ownCount == ownPages.length) {
      ownPages = Arrays.copyOf(ownPages, 2 * ownCount);
    }
    ownPages[ownCount++] = page;
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

  @Override
  public void requireWithin(int address, int size) {
    if (address < 0 || size < 0 || (long) address + size > sizeBytes()) {
      throw outOfBounds(address, size);
    }
  }

  @Override
  public long sizeBytes() {
    return (long) wasmPages * PAGE_SIZE;
  }

  private GuestTrap outOfBounds(int address, int size) {
    return new GuestTrap(
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
