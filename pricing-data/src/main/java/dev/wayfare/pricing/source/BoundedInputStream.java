package dev.wayfare.pricing.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to give more than a bound. */
final class BoundedInputStream extends FilterInputStream {
  private final long mostBytes;
  private final String name;
  private long bytes;

  /**
   * @param name what is read, for the message
   */
  BoundedInputStream(InputStream in, long mostBytes, String name) {
    super(in);
    this.mostBytes = mostBytes;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false; // what is read again would be counted again
  }

  private void count(long more) {
    bytes += more;
    if (bytes > mostBytes) {
      throw new PriceSourceException(
          "%s is larger than %,d bytes, so it is not a price list".formatted(name, mostBytes));
    }
  }
}
