package dev.wayfare.router.observe;

import java.io.Closeable;
import java.io.IOException;

/** Where lines go. Used by one thread at a time. */
interface LineSink extends Closeable {
  /**
   * Writes {@code line}, which ends with a line feed.
   *
   * @throws IOException where that fails; the next line may go better
   */
  void append(byte[] line) throws IOException;
}
