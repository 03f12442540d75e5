package dev.wayfare.shim.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back through an adapter, its fields combined as RFC 9110 §5.3 has it; those of {@code
 * Set-Cookie}, which cannot be combined, are kept apart.
 */
public final class Answer {
  private static final String SET_COOKIE = "set-cookie";

  private final int status;
  private final List<Map.Entry<String, String>> lines;
  private final Map<String, String> fields = new TreeMap<>();
  private final List<String> cookies = new ArrayList<>();
  private final byte[] body;

  /** An answer; {@code lines} are names and values. */
  public Answer(int status, List<Map.Entry<String, String>> lines, byte[] body) {
    this.status = status;
    this.lines = List.copyOf(lines);
    this.body = body;
    for (Map.Entry<String, String> line : lines) {
      String name = line.getKey().toLowerCase(Locale.ROOT);
      if (name.equals(SET_COOKIE)) {
        cookies.add(line.getValue());
      } else {
        fields.merge(name, line.getValue(), (first, next) -> first + ", " + next);
      }
    }
  }

  /** This answer with that content. */
  Answer with(byte[] content) {
    return new Answer(status, lines, content);
  }

  /** This answer as a caller gets it who puts carried fields back, as the router does. */
  public Answer restored() {
    return new Answer(status, Carried.restored(lines), body);
  }

  /** Its status. */
  public int status() {
    return status;
  }

  /** A field's combined value; empty where there is none. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Every field but {@code Set-Cookie}, by lower-case name. */
  public Map<String, String> fields() {
    return Map.copyOf(fields);
  }

  /** The values of {@code Set-Cookie}, in their order. */
  public List<String> cookies() {
    return List.copyOf(cookies);
  }

  /** Its content. */
  public byte[] body() {
    return body;
  }

  /** Its content as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
