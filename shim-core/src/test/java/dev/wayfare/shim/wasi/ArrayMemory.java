package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.GuestTrap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A guest's memory that is one array. */
final class ArrayMemory implements GuestMemory {
  private final ByteBuffer bytes;

  ArrayMemory(int sizeBytes) {
    this.bytes = ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] array() {
    return bytes.array();
  }

  @Override
  public long sizeBytes() {
    return bytes.capacity();
  }

  @Override
  public void requireWithin(int address, int length) {
    if (length < 0 || Integer.toUnsignedLong(address) + length > bytes.capacity()) {
      throw new GuestTrap("out of bounds");
    }
  }

  @Override
  public byte readByte(int address) {
    requireWithin(address, 1);
    return bytes.get(address);
  }

  @Override
  public short readShort(int address) {
    requireWithin(address, 2);
    return bytes.getShort(address);
  }

  @Override
  public int readInt(int address) {
    requireWithin(address, 4);
    return bytes.getInt(address);
  }

  @Override
  public long readLong(int address) {
    requireWithin(address, 8);
    return bytes.getLong(address);
  }

  @Override
  public void read(int address, byte[] target, int offset, int length) {
    requireWithin(address, length);
    bytes.get(address, target, offset, length);
  }

  @Override
  public void writeByte(int address, byte value) {
    requireWithin(address, 1);
    bytes.put(address, value);
  }

  @Override
  public void writeShort(int address, short value) {
    requireWithin(address, 2);
    bytes.putShort(address, value);
  }

  @Override
  public void writeInt(int address, int value) {
    requireWithin(address, 4);
    bytes.putInt(address, value);
  }

  @Override
  public void writeLong(int address, long value) {
    requireWithin(address, 8);
    bytes.putLong(address, value);
  }

  @Override
  public void write(int address, byte[] source, int offset, int length) {
    requireWithin(address, length);
    bytes.put(address, source, offset, length);
  }
}
