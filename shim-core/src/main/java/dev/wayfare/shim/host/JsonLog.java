package dev.wayfare.shim.host;

import dev.wayfare.shim.JsonText;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes each line as one JSON object on a line of its own, with the names a log viewer knows. */
public final class JsonLog implements LogSink {
  private final PrintStream out;
  private final Names names;
  private final Map<Level, String> words;

  /**
   * What the members are called.
   *
   * @param time of the time, in ISO 8601
   * @param level of the level
   * @param request of the request's id, which lines that belong to no request lack
   * @param message of the message
   */
  public record Names(String time, String level, String request, String message) {}

  /**
   * A log.
   *
   * @param out where the lines go, each in one write
   * @param words what each level is called; those that are missing have their own name
   */
  public JsonLog(PrintStream out, Names names, Map<Level, String> words) {
    this.out = out;
    this.names = names;
    this.words = Map.copyOf(words);
  }

  @Override
  public void write(LogLine line) {
    byte[] bytes = (text(line) + '\n').getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** The object, without a line's end. */
  public String text(LogLine line) {
    var json = new StringBuilder(256).append('{');
    member(json, names.time, line.time().toString());
    member(json, names.level, words.getOrDefault(line.level(), line.level().name()));
    if (!line.request().isEmpty()) {
      member(json, names.request, line.request());
    }
    member(json, "source", line.source());
    line.fields().forEach((name, value) -> member(json, name, value));
    member(json, names.message, line.message());
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, String value) {
    if (json.length() > 1) {
      json.append(',');
    }
    JsonText.append(JsonText.append(json, name).append(':'), value);
  }
}
