package dev.wayfare.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One object of a data file and where it stands, so that every complaint says where.
 *
 * @param file what to call the file
 * @param path where in it, such as {@code rates[3].tiers[0]}; empty for the whole
 * @param node an object
 */
record Entry(String file, String path, JsonNode node) {
  /** Written out and of bounded length: an exponent could ask for gigabytes of digits. */
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})?");

  Entry {
    if (!node.isObject()) {
      throw new InvalidPriceBookException(
          where(file, path) + ": must be an object, not " + kind(node));
    }
  }

  InvalidPriceBookException refusal(String problem) {
    return new InvalidPriceBookException(where(file, path) + ": " + problem);
  }

  private static String where(String file, String path) {
    return path.isEmpty() ? file : file + ": " + path;
  }

  /** Refuses misspelt and unknown keys, which would otherwise be silently without effect. */
  Entry holdsOnly(String... keys) {
    Set<String> known = Set.of(keys);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw refusal("unknown key '" + key + "'; known are " + String.join(", ", keys));
              }
            });
    return this;
  }

  boolean has(String key) {
    return node.has(key);
  }

  String text(String key) {
    return textOf(key, required(key));
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** A decimal of 0 or more, in quotes so that no reader makes a binary fraction of it. */
  BigDecimal decimal(String key) {
    JsonNode value = required(key);
    if (!value.isTextual() || !DECIMAL.matcher(value.textValue()).matches()) {
      throw refusal(
          key + " must be a decimal of 0 or more in quotes, such as \"0.09\", not " + value);
    }
    return new BigDecimal(value.textValue());
  }

  int integer(String key) {
    JsonNode value = required(key);
    if (!value.isInt()) {
      throw refusal(key + " must be a whole number, not " + value);
    }
    return value.intValue();
  }

  int integer(String key, int otherwise) {
    return has(key) ? integer(key) : otherwise;
  }

  boolean flag(String key) {
    JsonNode value = required(key);
    if (!value.isBoolean()) {
      throw refusal(key + " must be true or false, not " + value);
    }
    return value.booleanValue();
  }

  LocalDate date(String key) {
    String text = text(key);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw refusal(key + " must be a day such as 2026-11-23, not '" + text + "'");
    }
  }

  Instant instant(String key) {
    String text = text(key);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw refusal(key + " must be a time such as 2026-11-23T08:00:00Z, not '" + text + "'");
    }
  }

  /** At least one text. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : list(key)) {
      texts.add(textOf(key, value));
    }
    return texts;
  }

  List<Integer> integers(String key) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode value : list(key)) {
      if (!value.isInt()) {
        throw refusal(key + " must hold whole numbers, not " + value);
      }
      integers.add(value.intValue());
    }
    return integers;
  }

  Entry entry(String key) {
    return new Entry(file, child(key), required(key));
  }

  /** At least one object. */
  List<Entry> entries(String key) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode value : list(key)) {
      entries.add(new Entry(file, child(key) + "[" + entries.size() + "]", value));
    }
    return entries;
  }

  private JsonNode list(String key) {
    JsonNode value = required(key);
    if (!value.isArray() || value.isEmpty()) {
      throw refusal(key + " must be a list of at least one, not " + kind(value));
    }
    return value;
  }

  private JsonNode required(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      throw refusal("'" + key + "' is missing");
    }
    return value;
  }

  private String textOf(String key, JsonNode value) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw refusal(key + " must be text in quotes, not " + value);
    }
    return value.textValue();
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String kind(JsonNode value) {
    return value.isArray() && value.isEmpty()
        ? "an empty list"
        : "a value of type " + value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
