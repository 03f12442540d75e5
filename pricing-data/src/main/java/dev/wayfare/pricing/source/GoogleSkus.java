package dev.wayfare.pricing.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provenance;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Reading;
import dev.wayfare.pricing.Sku;
import dev.wayfare.pricing.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Cloud Run's SKUs that functions with request-based billing are charged by. They are told apart by
 * their descriptions, since the catalogue's categories do not.
 *
 * <p>The monthly allowance of processor and memory time is not in the catalogue, that of requests
 * is a first tier at zero. Of the network's SKUs the one to callers on the region's own continent
 * is taken, as the book's quotes assume.
 */
final class GoogleSkus {
  /** What is to be found among them. */
  static final Set<Meter> METERS =
      Set.of(
          Meter.REQUESTS,
          Meter.VCPU_SECONDS,
          Meter.GIB_SECONDS,
          Meter.STANDBY_VCPU_SECONDS,
          Meter.STANDBY_GIB_SECONDS,
          Meter.EGRESS_GIB);

  private static final Pattern COMPUTE =
      Pattern.compile(
          "Services (Min Instance )?(CPU|Memory)( Tier 2)? \\(Request-based billing\\)");
  private static final Pattern EGRESS =
      Pattern.compile("Cloud Run Network Internet (?:Data Transfer Out|Egress) (.+) to (.+)");
  private static final Map<Meter, String> UNITS =
      Map.of(
          Meter.REQUESTS, "count",
          Meter.VCPU_SECONDS, "s",
          Meter.GIB_SECONDS, "GiBy.s",
          Meter.STANDBY_VCPU_SECONDS, "s",
          Meter.STANDBY_GIB_SECONDS, "GiBy.s",
          Meter.EGRESS_GIB, "GiBy");

  /** A meter that one of them is not billed by has no place in the book and is left out there. */
  private static final List<String> PLANS = List.of("run-functions", "run-functions-ready");

  private static final String EVERYWHERE = "global";
  private static final int NANO_SCALE = 9;

  private final PriceSource.Wanted wanted;
  private final Provenance.Source source;
  private final Findings.Builder found;
  private final Set<String> regions = new TreeSet<>();

  GoogleSkus(PriceSource.Wanted wanted, Provenance.Source source, Findings.Builder found) {
    this.wanted = wanted;
    this.source = source;
    this.found = found;
  }

  static boolean isOurs(JsonNode sku) {
    return meter(sku).isPresent();
  }

  private static Optional<Meter> meter(JsonNode sku) {
    if (!sku.path("category").path("usageType").asText("OnDemand").equals("OnDemand")) {
      return Optional.empty();
    }
    String description = sku.path("description").asText().strip().replaceAll("\\s+", " ");
    if (description.equals("Requests")) {
      return Optional.of(Meter.REQUESTS);
    }
    Matcher compute = COMPUTE.matcher(description);
    if (compute.matches()) {
      return Optional.of(computeMeter(compute.group(1) != null, compute.group(2).equals("CPU")));
    }
    Matcher egress = EGRESS.matcher(description);
    return egress.matches() && egress.group(1).equals(egress.group(2))
        ? Optional.of(Meter.EGRESS_GIB)
        : Optional.empty();
  }

  private static Meter computeMeter(boolean standby, boolean cpu) {
    if (standby) {
      return cpu ? Meter.STANDBY_VCPU_SECONDS : Meter.STANDBY_GIB_SECONDS;
    }
    return cpu ? Meter.VCPU_SECONDS : Meter.GIB_SECONDS;
  }

  /** Adds the prices of {@code skus}, which are ours. */
  void addAll(List<JsonNode> skus) {
    List<JsonNode> everywhere = new ArrayList<>();
    for (JsonNode sku : skus) {
      List<String> places = places(sku);
      if (places.contains(EVERYWHERE)) {
        everywhere.add(sku);
      } else {
        add(sku, places);
      }
    }
    // A price that holds everywhere holds where something else has a price.
    everywhere.forEach(sku -> add(sku, List.copyOf(regions)));
  }

  private static List<String> places(JsonNode sku) {
    return StreamSupport.stream(sku.path("serviceRegions").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private void add(JsonNode sku, List<String> places) {
    Meter meter = meter(sku).orElseThrow();
    try {
      Optional<JsonNode> pricing = current(sku.path("pricingInfo"));
      if (pricing.isEmpty()) {
        return;
      }
      List<Tier> tiers = tiers(pricing.get().path("pricingExpression"), meter);
      Provenance provenance = provenance(since(pricing.get()));
      for (String region : places) {
        regions.add(region);
        add(region, meter, tiers, provenance);
      }
    } catch (IllegalArgumentException e) {
      found.fault(
          "%s, '%s': %s".formatted(meter, sku.path("description").asText(), e.getMessage()));
    }
  }

  private void add(String region, Meter meter, List<Tier> tiers, Provenance provenance) {
    if (!wanted.includes(region)) {
      return;
    }
    for (String plan : PLANS) {
      for (String architecture : List.of(Sku.X86_64, Sku.ARM64)) {
        PriceKey key = new PriceKey(Provider.GCP, plan, architecture, region, meter);
        found.add(new Reading(key, tiers, provenance));
      }
    }
  }

  /** The newest pricing that holds already. */
  private Optional<JsonNode> current(JsonNode pricings) {
    return StreamSupport.stream(pricings.spliterator(), false)
        .filter(pricing -> !since(pricing).isAfter(wanted.now()))
        .max(Comparator.comparing(GoogleSkus::since));
  }

  private static Instant since(JsonNode pricing) {
    return Figures.instant(pricing.path("effectiveTime").asText());
  }

  private static List<Tier> tiers(JsonNode expression, Meter meter) {
    String unit = expression.path("usageUnit").asText();
    if (!unit.equals(UNITS.get(meter))) {
      throw new IllegalArgumentException(
          "its unit is '%s', not '%s'".formatted(unit, UNITS.get(meter)));
    }
    TreeMap<BigDecimal, BigDecimal> usdFrom = new TreeMap<>();
    for (JsonNode tier : expression.path("tieredRates")) {
      BigDecimal from = Figures.decimal(tier.path("startUsageAmount"));
      if (usdFrom.put(from, usd(tier.path("unitPrice"))) != null) {
        throw new IllegalArgumentException("two of its tiers start at " + from.toPlainString());
      }
    }
    if (usdFrom.isEmpty()) {
      throw new IllegalArgumentException("it has no tiers");
    }
    return Figures.tiers(usdFrom);
  }

  /** Whole units, a text, and billionths, a number; either may be left out where it is zero. */
  private static BigDecimal usd(JsonNode price) {
    String currency = price.path("currencyCode").asText("USD");
    if (!currency.equals("USD") || !(price.has("units") || price.has("nanos"))) {
      throw new IllegalArgumentException("it has a tier without a price in USD");
    }
    BigDecimal units = Figures.decimal(price.path("units").asText("0"));
    BigDecimal nanos = price.has("nanos") ? Figures.decimal(price.path("nanos")) : BigDecimal.ZERO;
    return units.add(nanos.scaleByPowerOfTen(-NANO_SCALE));
  }

  private Provenance provenance(Instant since) {
    return new Provenance(
        Confidence.HIGH,
        Figures.day(wanted.now()),
        wanted.now(),
        Figures.day(since),
        List.of(source));
  }
}
