package dev.wayfare.shim.host;

import java.util.TreeMap;

/** Passes lines on to the platform's logger, as {@code key=value} pairs, the request's id first. */
final class SystemLog implements LogSink {
  private final System.Logger logger;

  SystemLog(System.Logger logger) {
    this.logger = logger;
  }

  @Override
  public void write(LogLine line) {
    logger.log(line.level(), () -> text(line));
  }

  private static String text(LogLine line) {
    var text = new StringBuilder();
    if (!line.request().isEmpty()) {
      text.append("request=").append(line.request()).append(' ');
    }
    text.append("source=").append(line.source());
    new TreeMap<>(line.fields())
        .forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.append(" text=\"").append(quoted(line.message())).append('"').toString();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
