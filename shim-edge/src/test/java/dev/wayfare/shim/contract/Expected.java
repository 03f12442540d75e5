package dev.wayfare.shim.contract;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What must come of a request. */
public sealed interface Expected {
  /**
   * The guest saw the request whole, with that target.
   *
   * @param uri path and query, byte for byte
   */
  record Told(String uri) implements Expected {}

  /**
   * The guest's answer came whole.
   *
   * @param status as the guest chose it
   * @param fields by lower-case name, values of repeated lines joined (RFC 9110 §5.3), without
   *     {@code Set-Cookie}
   * @param cookies values of {@code Set-Cookie}, in their order
   * @param body byte for byte
   */
  record Answered(int status, Map<String, String> fields, List<String> cookies, Body body)
      implements Expected {
    /** The answer that a guest gave with these lines. */
    static Answered of(int status, List<Header> lines, byte[] body) {
      var fields = new TreeMap<String, String>();
      var cookies = new ArrayList<String>();
      for (Header line : lines) {
        String name = line.name().toLowerCase(Locale.ROOT);
        if (name.equals("set-cookie")) {
          cookies.add(line.value());
        } else {
          fields.merge(name, line.value(), (first, next) -> first + ", " + next);
        }
      }
      return new Answered(status, fields, cookies, Body.of(body));
    }

    /** The same without a field, which is not the guest's to set. */
    Answered without(String... names) {
      var fewer = new TreeMap<>(fields);
      List.of(names).forEach(fewer::remove);
      return new Answered(status, fewer, cookies, body);
    }

    Answered withBody(byte[] other) {
      return new Answered(status, fields, cookies, Body.of(other));
    }
  }

  /** The shim answered in the guest's place, and said so, with a reason. */
  record Refused(int status) implements Expected {}

  /** Something before the shim answered. */
  record Rejected(int status) implements Expected {}
}
