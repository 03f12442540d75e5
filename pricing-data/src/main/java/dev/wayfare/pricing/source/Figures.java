package dev.wayfare.pricing.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayfare.pricing.Tier;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Numbers and times of price lists, exact and of bounded length. */
final class Figures {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,20})?");
  private static final int MOST_DIGITS = 30;

  private Figures() {}

  /**
   * A decimal that is written out.
   *
   * @throws IllegalArgumentException where it is something else
   */
  static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a decimal of 0 or more");
    }
    return stripped(new BigDecimal(text));
  }

  /**
   * A number of JSON, which has to be parsed as a decimal.
   *
   * @throws IllegalArgumentException where it is something else, negative, or too long: an exponent
   *     could ask for gigabytes of digits
   */
  static BigDecimal decimal(JsonNode node) {
    if (!node.isNumber()) {
      throw new IllegalArgumentException(node + " is not a number");
    }
    BigDecimal number = node.decimalValue();
    boolean isShort = number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS;
    if (!isShort || number.signum() < 0) {
      throw new IllegalArgumentException(node + " is not a decimal of 0 or more");
    }
    return stripped(number);
  }

  private static BigDecimal stripped(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * A time with its offset, such as {@code 2022-05-01T00:00:00Z}.
   *
   * @throws IllegalArgumentException where it is something else
   */
  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is not a time", e);
    }
  }

  static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * Tiers of which each ends where the next one starts.
   *
   * @param usdFrom prices by the quantity that they start at
   * @throws IllegalArgumentException where they do not start at 0
   */
  static List<Tier> tiers(SortedMap<BigDecimal, BigDecimal> usdFrom) {
    if (usdFrom.firstKey().signum() != 0) {
      throw new IllegalArgumentException(
          "the tiers start at %s and not at 0".formatted(usdFrom.firstKey().toPlainString()));
    }
    List<Map.Entry<BigDecimal, BigDecimal>> steps = List.copyOf(usdFrom.entrySet());
    List<Tier> tiers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      BigDecimal end = i + 1 < steps.size() ? steps.get(i + 1).getKey() : null;
      tiers.add(new Tier(steps.get(i).getKey(), end, steps.get(i).getValue()));
    }
    return tiers;
  }
}
