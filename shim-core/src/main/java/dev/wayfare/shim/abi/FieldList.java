package dev.wayfare.shim.abi;

import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.engine.LimitReached;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** The fields of one message while a guest reads and changes them; bounded. */
final class FieldList {
  private final String message;
  private final int mostFields;
  private final int mostBytes;
  private final List<Header> fields = new ArrayList<>();
  private int bytes;

  /**
   * An empty list.
   *
   * @param message "request" or "response", for what a guest is told
   */
  FieldList(String message, int mostFields, int mostBytes) {
    this.message = message;
    this.mostFields = mostFields;
    this.mostBytes = mostBytes;
  }

  /** Replaces everything, unbounded: it was bounded where it came from. */
  void reset(Headers headers) {
    fields.clear();
    bytes = 0;
    addAll(headers);
  }

  /** Adds what does not come from the guest, unbounded. */
  void addAll(Headers headers) {
    for (Header header : headers) {
      append(header);
    }
  }

  void add(String name, String value) {
    append(field(name, value));
    if (fields.size() > mostFields) {
      throw new LimitReached(
          "the guest's " + message + " has more than the limit of " + mostFields + " fields");
    }
    if (bytes > mostBytes) {
      throw new LimitReached(
          "the fields of the guest's "
              + message
              + " are longer than the limit of "
              + mostBytes
              + " bytes");
    }
  }

  void set(String name, String value) {
    remove(name);
    add(name, value);
  }

  void remove(String name) {
    fields.removeIf(
        field -> {
          boolean same = field.name().equalsIgnoreCase(name);
          bytes -= same ? size(field) : 0;
          return same;
        });
  }

  Headers headers() {
    return Headers.of(fields);
  }

  /** The names, each once and in lower case, each ended by a NUL. */
  NulList names() {
    var names = new LinkedHashSet<String>();
    for (Header field : fields) {
      names.add(field.name().toLowerCase(Locale.ROOT));
    }
    var list = new NulList();
    names.forEach(list::add);
    return list;
  }

  /** The values of one field, each ended by a NUL. */
  NulList values(String name) {
    var list = new NulList();
    for (Header field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        list.add(field.value());
      }
    }
    return list;
  }

  private void append(Header field) {
    fields.add(field);
    bytes += size(field);
  }

  private static int size(Header field) {
    return field.name().length() + field.value().length();
  }

  private static Header field(String name, String value) {
    try {
      return new Header(name, value);
    } catch (IllegalArgumentException e) {
      throw new GuestTrap("not a header field: " + e.getMessage());
    }
  }

  /** Strings one after the other, each ended by a NUL. */
  static final class NulList {
    private final StringBuilder text = new StringBuilder();
    private int count;

    void add(String octets) {
      text.append(octets).append('\0');
      count++;
    }

    int count() {
      return count;
    }

    byte[] bytes() {
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
