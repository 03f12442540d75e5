package dev.wayfare.router;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger and those below it say, from now until it is closed. */
public final class HeardLog implements AutoCloseable {
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /**
   * @param name of a class or package
   */
  public HeardLog(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(handler);
  }

  /** The sentences so far. */
  public List<String> lines() {
    return records.stream().map(new SimpleFormatter()::formatMessage).toList();
  }

  /** How serious each was. */
  public List<Level> levels() {
    return records.stream().map(LogRecord::getLevel).toList();
  }

  /** Forgets what was said so far. */
  public void clear() {
    records.clear();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
