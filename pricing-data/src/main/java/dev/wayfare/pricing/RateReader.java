package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the rates of a data file: tiers, allowance and provenance. */
final class RateReader {
  private final Map<String, Provenance.Source> sources = new HashMap<>();
  private final LocalDate asOf;
  private final Instant collectedAt;

  /**
   * @param sources the book's sources by their id
   * @param asOf the book's day, which no source can be after
   */
  RateReader(Entry sources, LocalDate asOf) {
    sources
        .node()
        .fieldNames()
        .forEachRemaining(id -> this.sources.put(id, source(sources.entry(id))));
    this.asOf = asOf;
    this.collectedAt = asOf.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Provenance.Source source(Entry entry) {
    entry.holdsOnly("title", "url", "date", "live", "validator");
    return new Provenance.Source(
        entry.text("title"),
        entry.optionalText("url").orElse(null),
        entry.text("date"),
        entry.has("live") && entry.flag("live"),
        entry.optionalText("validator").orElse(null));
  }

  Rate rate(Entry entry) {
    entry.holdsOnly(
        "provider",
        "plans",
        "architectures",
        "regions",
        "meter",
        "unit",
        "tiers",
        "free",
        "confidence",
        "date",
        "fetchedAt",
        "effectiveFrom",
        "sources",
        "note");
    Meter meter = meter(entry, entry.text("meter"));
    if (!entry.text("unit").equals(meter.unit())) {
      throw entry.refusal(
          "unit of %s must be %s, not %s; convert the prices"
              .formatted(meter, meter.unit(), entry.text("unit")));
    }
    List<Tier> tiers = new ArrayList<>();
    for (Entry tier : entry.entries("tiers")) {
      tiers.add(tier(tier));
    }
    return checked(entry, () -> new Rate(meter, tiers, allowance(entry, tiers), provenance(entry)));
  }

  private static Tier tier(Entry entry) {
    entry.holdsOnly("from", "to", "usd");
    return checked(
        entry,
        () ->
            new Tier(
                entry.decimal("from"),
                entry.has("to") ? entry.decimal("to") : null,
                entry.decimal("usd")));
  }

  private static Rate.Allowance allowance(Entry rate, List<Tier> tiers) {
    if (!rate.has("free")) {
      return Rate.Allowance.NONE;
    }
    Entry entry = rate.entry("free").holdsOnly("given", "amount", "valuedAtUsd", "scope", "note");
    AllowanceScope scope = entry.has("scope") ? scope(entry) : null;
    BigDecimal amount = entry.decimal("amount");
    return switch (entry.text("given")) {
      case "before-tiers" -> new Rate.Allowance(amount, BigDecimal.ZERO, scope);
      case "as-credit" ->
          new Rate.Allowance(BigDecimal.ZERO, amount.multiply(entry.decimal("valuedAtUsd")), scope);
      case "as-first-tier" -> {
        Tier first = tiers.getFirst();
        if (first.priceUsd().signum() != 0
            || amount.compareTo(first.to().orElse(BigDecimal.ZERO)) != 0) {
          throw entry.refusal("the first tier must be free up to " + amount + ", as this says");
        }
        yield new Rate.Allowance(BigDecimal.ZERO, BigDecimal.ZERO, scope);
      }
      default -> throw entry.refusal("given must be before-tiers, as-credit or as-first-tier");
    };
  }

  private static AllowanceScope scope(Entry free) {
    String name = free.text("scope");
    for (AllowanceScope scope : AllowanceScope.values()) {
      if (scope.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return scope;
      }
    }
    throw free.refusal(
        "scope must be account, subscription or billing-account, not '" + name + "'");
  }

  private Provenance provenance(Entry entry) {
    LocalDate date = entry.date("date");
    if (date.isAfter(asOf)) {
      throw entry.refusal("date must not be after the book's own, " + asOf + ", but is " + date);
    }
    return new Provenance(
        confidence(entry),
        date,
        entry.has("fetchedAt") ? entry.instant("fetchedAt") : collectedAt,
        entry.has("effectiveFrom") ? entry.date("effectiveFrom") : null,
        sources(entry));
  }

  List<Provenance.Source> sources(Entry entry) {
    List<Provenance.Source> found = new ArrayList<>();
    for (String id : entry.texts("sources")) {
      Provenance.Source source = sources.get(id);
      if (source == null) {
        throw entry.refusal("source '" + id + "' is not among the book's sources");
      }
      found.add(source);
    }
    return found;
  }

  private static Confidence confidence(Entry entry) {
    String name = entry.text("confidence");
    for (Confidence confidence : Confidence.values()) {
      if (confidence.name().toLowerCase(Locale.ROOT).equals(name)) {
        return confidence;
      }
    }
    throw entry.refusal("confidence must be high, medium or low, not '" + name + "'");
  }

  static Meter meter(Entry entry, String name) {
    for (Meter meter : Meter.values()) {
      if (meter.name().equals(name)) {
        return meter;
      }
    }
    throw entry.refusal("meter '" + name + "' is not known");
  }

  /** Says where, when a value refuses to be built. */
  static <T> T checked(Entry entry, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw entry.refusal(String.valueOf(e.getMessage()));
    }
  }
}
