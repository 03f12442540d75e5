package dev.wayfare.packager.split;

/** A position in a valid module's bytes. */
final class Cursor {
  private static final int MORE = 0x80;
  private static final int SIGN = 0x40;
  private static final int LOW_BITS = 0x7f;

  private final byte[] bytes;
  private int position;

  Cursor(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position == bytes.length;
  }

  int u8() {
    return bytes[position++] & 0xff;
  }

  int unsigned() {
    return (int) leb(false);
  }

  long signed() {
    return leb(true);
  }

  void skip(int count) {
    position += count;
  }

  private long leb(boolean signed) {
    long value = 0;
    int shift = 0;
    int next = MORE;
    while ((next & MORE) != 0) {
      next = u8();
      value |= (long) (next & LOW_BITS) << shift;
      shift += 7;
    }
    return signed && shift < Long.SIZE && (next & SIGN) != 0 ? value | (-1L << shift) : value;
  }
}
