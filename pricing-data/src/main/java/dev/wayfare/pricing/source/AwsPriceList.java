package dev.wayfare.pricing.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provenance;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Reading;
import dev.wayfare.pricing.Tier;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * AWS's bulk price list, which needs no account: an index of regions and a file for each, or one
 * file for all of them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-ppslong.html">AWS
 *     Price List</a>
 */
final class AwsPriceList implements PriceSource {
  /** Where AWS serves it. */
  static final URI BASE = URI.create("https://pricing.us-east-1.amazonaws.com/");

  private static final long MOST_INDEX_BYTES = 4L << 20;
  private static final long MOST_FILE_BYTES = 256L << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final URI base;
  private final AwsOffer offer;
  private final Fetcher fetcher;

  AwsPriceList(URI base, AwsOffer offer, Fetcher fetcher) {
    this.base = base;
    this.offer = offer;
    this.fetcher = fetcher;
  }

  @Override
  public String name() {
    return offer.title();
  }

  @Override
  public Provider provider() {
    return Provider.AWS;
  }

  @Override
  public boolean covers(PriceKey key) {
    return key.provider() == Provider.AWS && offer.meters().contains(key.meter());
  }

  @Override
  public Findings read(Wanted wanted) {
    Findings.Builder found = new Findings.Builder();
    if (wanted.regions().isEmpty()) {
      readFile(base.resolve(path("index.json")), "", wanted, found);
    } else {
      JsonNode regions = index(base.resolve(path("region_index.json"))).path("regions");
      for (String region : wanted.regions()) {
        String version = regions.path(region).path("currentVersionUrl").asText("");
        if (!version.isEmpty()) {
          readFile(Origins.sameOrigin(base, version), region, wanted, found);
        }
      }
    }
    return found.build();
  }

  private String path(String file) {
    return "offers/v1.0/aws/" + offer.code() + "/current/" + file;
  }

  private JsonNode index(URI uri) {
    Fetcher.Request request = new Fetcher.Request(uri, Map.of(), null, MOST_INDEX_BYTES);
    return switch (fetcher.get(request, JSON::readTree)) {
      case Fetched.Content<JsonNode>(var tree, var _) -> tree;
      case Fetched.Unchanged<JsonNode> _ -> throw new IllegalStateException("nothing was named");
    };
  }

  private void readFile(URI uri, String region, Wanted wanted, Findings.Builder found) {
    Fetcher.Request request =
        new Fetcher.Request(
            uri, Map.of(), wanted.validators().get(uri.toString()), MOST_FILE_BYTES);
    switch (fetcher.get(request, in -> AwsOfferFile.read(in, offer::match))) {
      case Fetched.Unchanged<AwsOfferFile.Content> _ -> found.unchanged(uri.toString());
      case Fetched.Content<AwsOfferFile.Content> content -> {
        String label = content.validator().orElse(null);
        Provenance.Source source =
            new Provenance.Source(
                "AWS price list, " + offer.code(),
                uri.toString(),
                Figures.day(wanted.now()).toString(),
                true,
                label);
        found.skip(content.value().skipped());
        content.value().products().forEach(it -> add(it, region, source, wanted, found));
      }
    }
  }

  private void add(
      AwsOfferFile.Product product,
      String fileRegion,
      Provenance.Source source,
      Wanted wanted,
      Findings.Builder found) {
    AwsOffer.Match match = product.match();
    String region = match.region().isEmpty() ? fileRegion : match.region();
    Optional<AwsOfferFile.Term> term =
        product.terms().stream()
            .filter(each -> !each.effectiveFrom().isAfter(wanted.now()))
            .max(Comparator.comparing(AwsOfferFile.Term::effectiveFrom));
    if (region.isEmpty() || !wanted.includes(region) || term.isEmpty()) {
      return;
    }
    try {
      List<Tier> tiers = tiers(match, term.get());
      Provenance provenance =
          new Provenance(
              Confidence.HIGH,
              Figures.day(wanted.now()),
              wanted.now(),
              Figures.day(term.get().effectiveFrom()),
              List.of(source));
      for (PriceKey key : keys(match, region)) {
        found.add(new Reading(key, tiers, provenance));
      }
    } catch (IllegalArgumentException e) {
      found.fault("%s in %s: %s".formatted(match.meter(), region, e.getMessage()));
    }
  }

  private static List<PriceKey> keys(AwsOffer.Match match, String region) {
    List<PriceKey> keys = new ArrayList<>();
    for (String plan : match.plans()) {
      for (String architecture : match.architectures()) {
        keys.add(new PriceKey(Provider.AWS, plan, architecture, region, match.meter()));
      }
    }
    return keys;
  }

  /** The tiers of a term, which must name what ends where as we do. */
  private static List<Tier> tiers(AwsOffer.Match match, AwsOfferFile.Term term) {
    List<AwsOfferFile.Dimension> dimensions = new ArrayList<>(term.dimensions());
    dimensions.sort(Comparator.comparing(AwsOfferFile.Dimension::from));
    List<Tier> tiers = new ArrayList<>();
    BigDecimal end = BigDecimal.ZERO;
    for (AwsOfferFile.Dimension dimension : dimensions) {
      String usd = dimension.usd();
      if (usd == null) {
        throw new IllegalArgumentException("it has no price in USD");
      }
      if (!match.units().contains(dimension.unit().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "its unit is '%s', which is none of %s".formatted(dimension.unit(), match.units()));
      }
      if (end == null || end.compareTo(dimension.from()) != 0) {
        throw new IllegalArgumentException("its tiers have a gap or overlap");
      }
      end = dimension.end().equals("Inf") ? null : Figures.decimal(dimension.end());
      tiers.add(new Tier(dimension.from(), end, Figures.decimal(usd)));
    }
    return tiers;
  }
}
