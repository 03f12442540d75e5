package dev.wayfare.shim.contract;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What must come of a request. */
public sealed interface Expected {
  /**
   * The guest saw the request whole, but for what is said here.
   *
   * @param uri path and query, byte for byte
   * @param method empty where it is that of the request
   * @param fields values that differ from those of the request, by name
   * @param missing names of fields that did not arrive
   */
  record Told(String uri, Optional<String> method, Map<String, String> fields, Set<String> missing)
      implements Expected {
    /** The guest saw the request whole, with that target. */
    static Told of(String uri) {
      return new Told(uri, Optional.empty(), Map.of(), Set.of());
    }

    Told withMethod(String other) {
      return new Told(uri, Optional.of(other), fields, missing);
    }

    Told withField(String name, String value) {
      return withFields(Map.of(name, value));
    }

    Told withFields(Map<String, String> altered) {
      return new Told(uri, method, altered, missing);
    }

    Told without(String... names) {
      return new Told(uri, method, fields, Set.of(names));
    }
  }

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

    /** The same with one more field. */
    Answered with(String name, String value) {
      var more = new TreeMap<>(fields);
      more.put(name, value);
      return new Answered(status, more, cookies, body);
    }
  }

  /** The shim answered in the guest's place, and said so, with a reason. */
  record Refused(int status) implements Expected {}

  /** Something before the shim answered. */
  record Rejected(int status) implements Expected {}
}
