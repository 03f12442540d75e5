package dev.wayfare.pricing.source;

import dev.wayfare.pricing.Meter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of Azure's retail prices, and which of its meters are meters of ours. */
@SuppressWarnings("ImmutableEnumChecker") // the sets and maps are copies that nobody can change
enum AzureList {
  /** Functions: Consumption, and Flex Consumption on demand and always ready. */
  FUNCTIONS(
      "azure functions",
      "serviceName eq 'Functions' and priceType eq 'Consumption'",
      Map.of(
          new Name("Functions", "Standard Execution Time"),
          new Match(List.of("consumption"), Meter.GB_SECONDS, "1 GB Second", 1),
          new Name("Functions", "Standard Total Executions"),
          new Match(List.of("consumption"), Meter.REQUESTS, "10", 10),
          new Name("Flex Consumption", "On Demand Execution Time"),
          new Match(List.of("flex"), Meter.GB_SECONDS, "1 GB Second", 1),
          new Name("Flex Consumption", "On Demand Total Executions"),
          new Match(List.of("flex"), Meter.REQUESTS, "10", 10),
          new Name("Flex Consumption", "Always Ready Baseline"),
          new Match(List.of("flex-always-ready"), Meter.STANDBY_GB_SECONDS, "1 GB Second", 1),
          new Name("Flex Consumption", "Always Ready Execution Time"),
          new Match(List.of("flex-always-ready"), Meter.GB_SECONDS, "1 GB Second", 1),
          new Name("Flex Consumption", "Always Ready Total Executions"),
          new Match(List.of("flex-always-ready"), Meter.REQUESTS, "10", 10))),
  /** What leaves a region towards the internet by Microsoft's own network, the default. */
  EGRESS(
      "azure egress",
      "serviceName eq 'Bandwidth' and priceType eq 'Consumption'"
          + " and productName eq 'Rtn Preference: MGN'",
      Map.of(
          new Name("Rtn Preference: MGN", "Standard Data Transfer Out"),
          new Match(
              List.of("flex", "flex-always-ready", "consumption"), Meter.EGRESS_GB, "1 GB", 1)));

  private final String title;
  private final String filter;
  private final Map<Name, Match> matches;

  AzureList(String title, String filter, Map<Name, Match> matches) {
    this.title = title;
    this.filter = filter;
    this.matches = matches;
  }

  /** Azure's two names of a meter. */
  record Name(String product, String meter) {}

  /**
   * What a meter is the price of.
   *
   * @param unit the only unit of measure that is understood
   * @param perUnit so many units of our meter are one of Azure's
   */
  record Match(List<String> plans, Meter meter, String unit, int perUnit) {
    BigDecimal quantity(BigDecimal azureUnits) {
      return azureUnits.multiply(BigDecimal.valueOf(perUnit));
    }

    /** Exact, since {@link #perUnit} is a power of ten. */
    BigDecimal usd(BigDecimal usdPerAzureUnit) {
      return usdPerAzureUnit.divide(BigDecimal.valueOf(perUnit));
    }
  }

  String title() {
    return title;
  }

  /** The filter of the request, in Azure's own language; its values are case-sensitive. */
  String filter() {
    return filter;
  }

  Map<Name, Match> matches() {
    return matches;
  }

  Set<Meter> meters() {
    return matches.values().stream().map(Match::meter).collect(Collectors.toUnmodifiableSet());
  }
}
