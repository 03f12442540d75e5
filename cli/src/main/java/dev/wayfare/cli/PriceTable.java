package dev.wayfare.cli;

import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceChange;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Prices as lines of at most 80 columns. */
final class PriceTable {
  private static final String ROW = "  %-6s %-20s %12s %15s  %-6s %10s";
  private static final int COLUMNS = 80;

  private PriceTable() {}

  /** What all architectures have in common is printed once. */
  private record Shown(String place, String meter, ListPrice price) {
    static Shown of(ListPrice price) {
      PriceKey key = price.key();
      PriceKey any = new PriceKey(key.provider(), key.plan(), "", key.region(), key.meter());
      return new Shown(
          "%s %s in %s".formatted(key.provider().id(), key.plan(), key.region()),
          key.meter().name(),
          new ListPrice(
              any, price.tiers(), price.freeBefore(), price.freeQuantity(), price.provenance()));
    }
  }

  static List<String> lines(List<ListPrice> prices) {
    Map<Shown, Set<String>> architectures = new LinkedHashMap<>();
    for (ListPrice price : prices) {
      architectures
          .computeIfAbsent(Shown.of(price), it -> new LinkedHashSet<>())
          .add(price.key().architecture());
    }
    List<String> lines = new ArrayList<>();
    String[] place = {""};
    architectures.forEach(
        (shown, on) -> {
          if (!shown.place().equals(place[0])) {
            place[0] = shown.place();
            lines.add("");
            lines.add(shown.place());
            lines.add(ROW.formatted("on", "meter", "from", "USD per unit", "sure", "read"));
          }
          addRows(lines, shown, on.size() == 1 ? on.iterator().next() : "any");
        });
    return lines;
  }

  private static void addRows(List<String> lines, Shown shown, String architecture) {
    ListPrice price = shown.price();
    LocalDate read = LocalDate.ofInstant(price.provenance().fetchedAt(), ZoneOffset.UTC);
    String sure = price.provenance().confidence().name().toLowerCase(Locale.ROOT);
    if (price.freeBefore().signum() > 0) {
      lines.add(ROW.formatted(architecture, shown.meter(), "0", "free", sure, read));
    }
    for (Tier tier : price.tiers()) {
      lines.add(
          ROW.formatted(
              architecture,
              shown.meter(),
              plain(tier.from().add(price.freeBefore())),
              plain(tier.priceUsd()),
              sure,
              read));
    }
    boolean isMoney =
        price.freeBefore().signum() == 0
            && price.tiers().getFirst().priceUsd().signum() > 0
            && price.freeQuantity().signum() > 0;
    if (isMoney) {
      lines.add("          less the price of " + plain(price.freeQuantity()) + " a month");
    }
  }

  /** What is missing, by plan and region. */
  static List<String> gaps(Map<PriceKey, String> gaps, Predicate<PriceKey> wanted) {
    Map<String, Set<String>> places = new LinkedHashMap<>();
    gaps.forEach(
        (key, reason) -> {
          if (wanted.test(key)) {
            places
                .computeIfAbsent(
                    "%s of %s %s: %s"
                        .formatted(key.meter(), key.provider().id(), key.plan(), reason),
                    it -> new LinkedHashSet<>())
                .add(key.region());
          }
        });
    List<String> lines = new ArrayList<>();
    if (!places.isEmpty()) {
      lines.add("");
      lines.add("not known");
    }
    places.forEach((gap, in) -> lines.addAll(wrapped("  " + gap + ": " + String.join(" ", in))));
    return lines;
  }

  /** What differs, two lines for each price that moved. */
  static List<String> changes(List<PriceChange> changes) {
    List<String> lines = new ArrayList<>();
    for (PriceChange change : changes) {
      switch (change) {
        case PriceChange.Added _ -> lines.add("new   " + change.key());
        case PriceChange.Removed _ -> lines.add("gone  " + change.key());
        case PriceChange.Moved(var key, var moves) -> {
          lines.add("moved " + key);
          moves.forEach(move -> lines.add("        " + move));
        }
      }
    }
    return lines;
  }

  /** Lines of at most 80 columns, the further ones indented by two more. */
  static List<String> wrapped(String text) {
    String indent = " ".repeat(text.length() - text.stripLeading().length());
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.strip().split(" ", -1)) {
      if (line.length() + 1 + word.length() > COLUMNS && !line.toString().isBlank()) {
        lines.add(line.toString());
        line = new StringBuilder(indent).append("  ");
      }
      line.append(line.toString().isBlank() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
