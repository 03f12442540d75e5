package dev.wayfare.shim.engine;

import dev.wayfare.shim.Body;
import java.io.ByteArrayOutputStream;

/** Collects a guest's standard output up to a bound; past it, ends the guest by an exception. */
final class BoundedOutput extends ByteArrayOutputStream {
  private final int limitBytes;

  BoundedOutput(int limitBytes) {
    super(1024);
    this.limitBytes = limitBytes;
  }

  @Override
  public synchronized void write(int b) {
    reserve(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    reserve(length);
    super.write(bytes, offset, length);
  }

  synchronized Body body() {
    return Body.of(buf, count);
  }

  private void reserve(int more) {
    if (more > limitBytes - count) {
      throw new LimitReached();
    }
  }

  /** Unwinds the guest's frames. No {@link java.io.IOException}, which WASI would turn into EIO. */
  static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LimitReached() {
      super("output limit reached", null, false, false);
    }
  }
}
