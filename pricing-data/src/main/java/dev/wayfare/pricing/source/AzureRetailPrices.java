package dev.wayfare.pricing.source;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provenance;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Reading;
import dev.wayfare.pricing.Sku;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Azure's retail prices, which need no account: pages of meters, each tier an item of its own. Only
 * US dollars are read, since prices in other currencies are rounded.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/rest/api/cost-management/retail-prices/azure-retail-prices">Azure
 *     Retail Prices</a>
 */
final class AzureRetailPrices implements PriceSource {
  /** Where Azure serves them. */
  static final URI BASE = URI.create("https://prices.azure.com/");

  private static final String PATH = "api/retail/prices?api-version=2023-01-01-preview&$filter=";
  private static final int MOST_REGIONS_IN_FILTER = 8;
  private static final int MOST_PAGES = 500;
  private static final long MOST_PAGE_BYTES = 16L << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final URI base;
  private final AzureList list;
  private final Fetcher fetcher;

  AzureRetailPrices(URI base, AzureList list, Fetcher fetcher) {
    this.base = base;
    this.list = list;
    this.fetcher = fetcher;
  }

  @Override
  public String name() {
    return list.title();
  }

  @Override
  public Provider provider() {
    return Provider.AZURE;
  }

  @Override
  public boolean covers(PriceKey key) {
    return list.matches().values().stream()
        .anyMatch(match -> match.plans().contains(key.plan()) && match.meter() == key.meter());
  }

  @Override
  public Findings read(Wanted wanted) {
    Findings.Builder found = new Findings.Builder();
    URI first = base.resolve(PATH + encoded(filter(wanted)));
    String validator = wanted.validators().get(first.toString());
    Items items = new Items(wanted, found);
    Set<URI> seen = new HashSet<>();
    @Nullable String label = null;
    @Nullable URI page = first;
    while (page != null) {
      if (!seen.add(page) || seen.size() > MOST_PAGES) {
        throw new PriceSourceException(
            base.getAuthority() + " has more pages than prices can fill, or links in a circle");
      }
      switch (fetcher.get(
          new Fetcher.Request(
              page, Map.of(), page.equals(first) ? validator : null, MOST_PAGE_BYTES),
          JSON::readTree)) {
        case Fetched.Unchanged<JsonNode> _ -> {
          found.unchanged(first.toString());
          return found.build();
        }
        case Fetched.Content<JsonNode> content -> {
          items.addAll(content.value());
          label = content.validator().orElse(null);
          page = next(content.value());
        }
      }
    }
    items.finish(source(first, seen.size() == 1 ? label : null, wanted));
    return found.build();
  }

  private static String encoded(String filter) {
    return URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String filter(Wanted wanted) {
    if (wanted.regions().isEmpty() || wanted.regions().size() > MOST_REGIONS_IN_FILTER) {
      return list.filter();
    }
    return wanted.regions().stream()
        .sorted()
        .map(region -> "armRegionName eq '" + region + "'")
        .collect(Collectors.joining(" or ", list.filter() + " and (", ")"));
  }

  private @Nullable URI next(JsonNode page) {
    String link = page.path("NextPageLink").asText("");
    return link.isEmpty() || link.equals("null") ? null : Origins.sameOrigin(base, link);
  }

  private Provenance.Source source(URI first, @Nullable String label, Wanted wanted) {
    return new Provenance.Source(
        "Azure Retail Prices", first.toString(), Figures.day(wanted.now()).toString(), true, label);
  }

  /** The items of all pages. */
  private final class Items {
    private final Wanted wanted;
    private final Findings.Builder found;
    private final Map<PriceKey, TreeMap<BigDecimal, Step>> steps = new HashMap<>();

    Items(Wanted wanted, Findings.Builder found) {
      this.wanted = wanted;
      this.found = found;
    }

    /** One tier's price and since when it holds. */
    private record Step(BigDecimal usd, Instant since) {}

    void addAll(JsonNode page) {
      JsonNode items = page.path("Items");
      if (!items.isArray()) {
        throw new PriceSourceException(
            base.getAuthority() + " answered with JSON that has no list of Items");
      }
      items.forEach(this::add);
    }

    private void add(JsonNode item) {
      AzureList.Match match =
          list.matches()
              .get(
                  new AzureList.Name(
                      item.path("productName").asText(), item.path("meterName").asText()));
      String region = item.path("armRegionName").asText();
      boolean isOurs = item.path("type").asText().equals("Consumption") && !region.isEmpty();
      if (match == null || !isOurs || !wanted.includes(region)) {
        found.skip(1);
        return;
      }
      try {
        add(item, match, region);
      } catch (IllegalArgumentException e) {
        found.fault(
            "%s of %s in %s: %s"
                .formatted(match.meter(), match.plans().getFirst(), region, e.getMessage()));
      }
    }

    private void add(JsonNode item, AzureList.Match match, String region) {
      check("currency", item.path("currencyCode").asText(), "USD");
      check("unit", item.path("unitOfMeasure").asText(), match.unit());
      Instant since = Figures.instant(item.path("effectiveStartDate").asText());
      if (since.isAfter(wanted.now())) {
        found.skip(1);
        return;
      }
      BigDecimal from = match.quantity(Figures.decimal(item.path("tierMinimumUnits")));
      Step step = new Step(match.usd(Figures.decimal(item.path("retailPrice"))), since);
      for (String plan : match.plans()) {
        for (String architecture : List.of(Sku.X86_64, Sku.ARM64)) {
          add(new PriceKey(Provider.AZURE, plan, architecture, region, match.meter()), from, step);
        }
      }
    }

    private void check(String what, String is, String mustBe) {
      if (!is.equals(mustBe)) {
        throw new IllegalArgumentException("its %s is '%s', not '%s'".formatted(what, is, mustBe));
      }
    }

    /** Of two prices of one tier the later one holds; two since the same time are doubtful. */
    private void add(PriceKey key, BigDecimal from, Step step) {
      steps
          .computeIfAbsent(key, it -> new TreeMap<>())
          .merge(
              from,
              step,
              (one, other) -> {
                if (one.since().equals(other.since()) && one.usd().compareTo(other.usd()) != 0) {
                  found.doubt(key);
                }
                return one.since().isBefore(other.since()) ? other : one;
              });
    }

    void finish(Provenance.Source source) {
      steps.forEach(
          (key, tiers) -> {
            TreeMap<BigDecimal, BigDecimal> usd = new TreeMap<>();
            tiers.forEach((from, step) -> usd.put(from, step.usd()));
            Instant since = tiers.values().stream().map(Step::since).max(Instant::compareTo).get();
            try {
              found.add(new Reading(key, Figures.tiers(usd), provenance(source, since)));
            } catch (IllegalArgumentException e) {
              found.fault(key + ": " + e.getMessage());
            }
          });
    }

    private Provenance provenance(Provenance.Source source, Instant since) {
      return new Provenance(
          Confidence.HIGH,
          Figures.day(wanted.now()),
          wanted.now(),
          Figures.day(since),
          List.of(source));
    }
  }
}
