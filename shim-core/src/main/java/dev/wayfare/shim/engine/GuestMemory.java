package dev.wayfare.shim.engine;

import java.nio.charset.StandardCharsets;

/**
 * A guest's linear memory, as a host call sees it: little-endian, addressed by an unsigned 32-bit
 * number. Whatever reaches past its end is the guest's mistake and ends the guest: every method
 * throws {@link GuestTrap}, and a method that writes has then written nothing.
 */
public interface GuestMemory {
  /** The size in bytes now; it may grow, up to 2 GiB. */
  long sizeBytes();

  /** The byte at {@code address}. */
  byte readByte(int address);

  /** The 16-bit number at {@code address}. */
  short readShort(int address);

  /** The 32-bit number at {@code address}. */
  int readInt(int address);

  /** The 64-bit number at {@code address}. */
  long readLong(int address);

  /** Copies {@code length} bytes from {@code address} into {@code target}. */
  void read(int address, byte[] target, int offset, int length);

  /** Sets the byte at {@code address}. */
  void writeByte(int address, byte value);

  /** Sets the 16-bit number at {@code address}. */
  void writeShort(int address, short value);

  /** Sets the 32-bit number at {@code address}. */
  void writeInt(int address, int value);

  /** Sets the 64-bit number at {@code address}. */
  void writeLong(int address, long value);

  /** Copies {@code length} bytes of {@code source} to {@code address}. */
  void write(int address, byte[] source, int offset, int length);

  /**
   * Makes sure of a range before anything is allocated for it.
   *
   * @throws GuestTrap if the range does not lie in this memory, or {@code length} is negative
   */
  void requireWithin(int address, int length);

  /** The {@code length} bytes at {@code address}; nothing is allocated if they are not there. */
  default byte[] bytes(int address, int length) {
    requireWithin(address, length);
    byte[] bytes = new byte[length];
    read(address, bytes, 0, length);
    return bytes;
  }

  /** The {@code length} bytes at {@code address} as characters up to U+00FF. */
  default String latin1(int address, int length) {
    return new String(bytes(address, length), StandardCharsets.ISO_8859_1);
  }

  /** The {@code length} bytes at {@code address} as UTF-8, replacing what is none. */
  default String utf8(int address, int length) {
    return new String(bytes(address, length), StandardCharsets.UTF_8);
  }
}
