package dev.wayfare.pricing.source;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provenance;
import dev.wayfare.pricing.Provider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Google's Cloud Billing catalogue of Cloud Run, which functions are billed as. It needs an API
 * key, which is sent in a header field so that it stands in no address and no log.
 *
 * @see <a href="https://cloud.google.com/billing/docs/reference/rest/v1/services.skus/list">Cloud
 *     Billing API, services.skus.list</a>
 */
final class GoogleCatalog implements PriceSource {
  /** Where Google serves it. */
  static final URI BASE = URI.create("https://cloudbilling.googleapis.com/");

  private static final String PATH =
      "v1/services/152E-C115-5142/skus?currencyCode=USD&pageSize=5000";
  private static final String KEY_FIELD = "X-Goog-Api-Key";
  private static final int MOST_PAGES = 100;
  private static final long MOST_PAGE_BYTES = 32L << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final URI base;
  private final String apiKey;
  private final Fetcher fetcher;

  /**
   * @param apiKey sent to {@code base} and nowhere else
   */
  GoogleCatalog(URI base, String apiKey, Fetcher fetcher) {
    this.base = base;
    this.apiKey = apiKey;
    this.fetcher = fetcher;
  }

  @Override
  public String name() {
    return "gcp run";
  }

  @Override
  public Provider provider() {
    return Provider.GCP;
  }

  @Override
  public boolean covers(PriceKey key) {
    return key.provider() == Provider.GCP && GoogleSkus.METERS.contains(key.meter());
  }

  @Override
  public Findings read(Wanted wanted) {
    Findings.Builder found = new Findings.Builder();
    URI first = base.resolve(PATH);
    String validator = wanted.validators().get(first.toString());
    List<JsonNode> skus = new ArrayList<>();
    Set<URI> seen = new HashSet<>();
    @Nullable String label = null;
    @Nullable URI page = first;
    while (page != null) {
      if (!seen.add(page) || seen.size() > MOST_PAGES) {
        throw new PriceSourceException(
            base.getAuthority() + " has more pages than prices can fill, or pages in a circle");
      }
      switch (fetcher.get(request(page, page.equals(first) ? validator : null), JSON::readTree)) {
        case Fetched.Unchanged<JsonNode> _ -> {
          found.unchanged(first.toString());
          return found.build();
        }
        case Fetched.Content<JsonNode> content -> {
          addTo(skus, content.value(), found);
          label = content.validator().orElse(null);
          page = next(content.value());
        }
      }
    }
    Provenance.Source source =
        new Provenance.Source(
            "Cloud Billing Catalog API, Cloud Run",
            first.toString(),
            Figures.day(wanted.now()).toString(),
            true,
            seen.size() == 1 ? label : null);
    new GoogleSkus(wanted, source, found).addAll(skus);
    return found.build();
  }

  private Fetcher.Request request(URI page, @Nullable String validator) {
    return new Fetcher.Request(page, Map.of(KEY_FIELD, apiKey), validator, MOST_PAGE_BYTES);
  }

  /** Keeps what may be ours, so that pages of thousands of others need no memory. */
  private void addTo(List<JsonNode> skus, JsonNode page, Findings.Builder found) {
    if (!page.path("skus").isArray()) {
      throw new PriceSourceException(
          base.getAuthority() + " answered with JSON that has no list of skus");
    }
    for (JsonNode sku : page.path("skus")) {
      if (GoogleSkus.isOurs(sku)) {
        skus.add(sku);
      } else {
        found.skip(1);
      }
    }
  }

  private @Nullable URI next(JsonNode page) {
    String token = page.path("nextPageToken").asText("");
    return token.isEmpty()
        ? null
        : base.resolve(PATH + "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
  }
}
