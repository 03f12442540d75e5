package dev.wayfare.cli;

import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Loggers that speak until the process is gone. The JDK's own fall silent as soon as it is told to
 * end, and with them whoever closes something then and says what could not be saved.
 */
public final class LastingLog extends LogManager {
  /** For the JDK, which makes the one that a property of the system names. */
  public LastingLog() {}

  /** For whoever speaks at the end, when none is made any more; it takes some 20 ms. */
  static void makeHandlers() {
    var _ = Logger.getLogger("").getHandlers();
  }

  /** Is called at the end, and keeps all handlers. */
  @Override
  public void reset() {}
}
