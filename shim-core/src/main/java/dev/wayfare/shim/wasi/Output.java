package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.LimitReached;

/** Where a guest's standard output goes. */
@FunctionalInterface
public interface Output {
  /**
   * Takes bytes; the array is used again after the call.
   *
   * @throws LimitReached to end the guest for having written too much
   */
  void write(byte[] bytes, int offset, int length);
}
