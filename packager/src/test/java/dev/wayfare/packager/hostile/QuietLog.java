package dev.wayfare.packager.hostile;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes what function hosts log, so that it can be looked at and does not fill the build's. */
final class QuietLog extends Handler {
  private static final Logger LOGGER = Logger.getLogger("dev.wayfare");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final boolean keeps;

  private QuietLog(boolean keeps) {
    this.keeps = keeps;
    setLevel(Level.ALL);
  }

  /** Begins to take and to keep each line. */
  static QuietLog keeping() {
    return begun(new QuietLog(true));
  }

  /** Begins to take each line and to forget it. */
  static QuietLog forgetting() {
    return begun(new QuietLog(false));
  }

  private static QuietLog begun(QuietLog log) {
    LOGGER.addHandler(log);
    LOGGER.setUseParentHandlers(false);
    return log;
  }

  /** What was logged since the start or the last {@link #forget}. */
  List<String> lines() {
    return lines;
  }

  void forget() {
    lines.clear();
  }

  @Override
  public void publish(LogRecord line) {
    if (keeps) {
      lines.add(line.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
