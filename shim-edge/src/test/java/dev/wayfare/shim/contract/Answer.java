package dev.wayfare.shim.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came back through an adapter, its fields combined as RFC 9110 §5.3 has it. */
public final class Answer {
  private final int status;
  private final Map<String, String> fields = new TreeMap<>();
  private final byte[] body;

  /** An answer; {@code lines} are names and values. */
  public Answer(int status, List<Map.Entry<String, String>> lines, byte[] body) {
    this.status = status;
    this.body = body;
    lines.forEach(
        line ->
            fields.merge(
                line.getKey().toLowerCase(Locale.ROOT),
                line.getValue(),
                (first, next) -> first + ", " + next));
  }

  /** Its status. */
  public int status() {
    return status;
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  byte[] body() {
    return body;
  }

  /** Its content as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
