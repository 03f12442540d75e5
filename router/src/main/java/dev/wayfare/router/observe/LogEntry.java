package dev.wayfare.router.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a line of the log. What is not as it must be is an {@link
 * IllegalArgumentException}, whose message says which key.
 *
 * @param name what to call it
 * @param node an object
 */
record LogEntry(String name, JsonNode node) {
  private static final Pattern BITS = Pattern.compile("[0-9a-f]{16}");

  LogEntry {
    if (!node.isObject()) {
      throw new IllegalArgumentException("its " + name + " is no object");
    }
  }

  boolean has(String key) {
    return node.has(key);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  String text(String key) {
    return textIfPresent(key).orElseThrow(() -> wrong(key, "a text"));
  }

  Optional<String> textIfPresent(String key) {
    @Nullable JsonNode value = node.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw wrong(key, "a text");
    }
    return Optional.of(value.textValue());
  }

  boolean flag(String key) {
    @Nullable JsonNode value = node.get(key);
    if (value == null || !value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.booleanValue();
  }

  double number(String key) {
    @Nullable JsonNode value = node.get(key);
    if (value == null || !value.isNumber()) {
      throw wrong(key, "a number");
    }
    return value.doubleValue();
  }

  /** A number without a fraction. */
  long whole(String key) {
    @Nullable JsonNode value = node.get(key);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(key, "a whole number");
    }
    return value.longValue();
  }

  /** The same, as far as an {@code int} goes. */
  int integer(String key) {
    long value = whole(key);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw wrong(key, "from 0 to " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** 64 bits. */
  long bits(String key) {
    String digits = text(key);
    if (!BITS.matcher(digits).matches()) {
      throw wrong(key, "16 hexadecimal digits");
    }
    return HexFormat.fromHexDigitsToLong(digits);
  }

  Instant instant(String key) {
    try {
      return Instant.parse(text(key));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(wrong(key, "an instant of ISO 8601").getMessage(), e);
    }
  }

  /** The same, or {@code otherwise} where there is none. */
  long whole(String key, long otherwise) {
    return has(key) ? whole(key) : otherwise;
  }

  LogEntry entry(String key) {
    @Nullable JsonNode value = node.get(key);
    if (value == null) {
      throw wrong(key, "an object");
    }
    return new LogEntry("\"" + key + "\"", value);
  }

  List<LogEntry> list(String key) {
    @Nullable JsonNode value = node.get(key);
    if (value == null || !value.isArray()) {
      throw wrong(key, "a list");
    }
    List<LogEntry> entries = new ArrayList<>();
    value.forEach(each -> entries.add(new LogEntry("entry of \"" + key + "\"", each)));
    return entries;
  }

  private IllegalArgumentException wrong(String key, String rule) {
    return new IllegalArgumentException("its \"" + key + "\" must be " + rule);
  }
}
