package dev.wayfare.pricing.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of AWS's price list as it arrives. Of its products only those that match are kept,
 * so the file that covers all regions needs no more memory than that of one.
 *
 * <p>A file names products first and their terms after them, but JSON promises no order: where
 * terms come first, all of them are kept until the products are known, up to a bound.
 */
final class AwsOfferFile {
  private static final int MOST_TERMS = 100_000;
  private static final int MOST_DIMENSIONS = 100;

  /** Tens of thousands of names are each used once: a table of them would be most of the memory. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser json;
  private final Function<Map<String, String>, Optional<AwsOffer.Match>> matcher;
  private final Map<String, AwsOffer.Match> products = new HashMap<>();
  private final Map<String, List<Term>> terms = new HashMap<>();
  private boolean hasProducts;
  private boolean hasTerms;
  private int skipped;
  private int kept;

  private AwsOfferFile(
      JsonParser json, Function<Map<String, String>, Optional<AwsOffer.Match>> matcher) {
    this.json = json;
    this.matcher = matcher;
  }

  /**
   * A product that matches, with what it costs on demand.
   *
   * @param terms with the days from which they hold, at least one in a sound file
   */
  record Product(String sku, AwsOffer.Match match, List<Term> terms) {}

  /** Prices that hold from {@code effectiveFrom} on. */
  record Term(Instant effectiveFrom, List<Dimension> dimensions) {}

  /**
   * One tier as the file has it.
   *
   * @param end {@code Inf} where there is none
   * @param usd null where the price is in another currency
   */
  record Dimension(String unit, String begin, String end, @Nullable String usd) {
    BigDecimal from() {
      return Figures.decimal(begin);
    }
  }

  /**
   * What a file holds.
   *
   * @param skipped how many products did not match
   */
  record Content(List<Product> products, int skipped) {}

  /**
   * Reads {@code in} to its end.
   *
   * @param matcher finds out of a product's attributes what it is
   * @throws IOException where it cannot be read or is not JSON
   * @throws PriceSourceException where it is something else than such a file
   */
  static Content read(
      InputStream in, Function<Map<String, String>, Optional<AwsOffer.Match>> matcher)
      throws IOException {
    try (JsonParser json = JSON.createParser(in)) {
      return new AwsOfferFile(json, matcher).content();
    }
  }

  private Content content() throws IOException {
    json.nextToken();
    eachField(
        name -> {
          switch (name) {
            case "products" -> readProducts();
            case "terms" -> readTerms();
            default -> json.skipChildren();
          }
        });
    if (json.nextToken() != null || !hasProducts || !hasTerms) {
      throw new PriceSourceException("the price list is not of AWS's form: products and terms");
    }
    List<Product> found = new ArrayList<>();
    products.forEach(
        (sku, match) -> found.add(new Product(sku, match, terms.getOrDefault(sku, List.of()))));
    return new Content(found, skipped);
  }

  private void readProducts() throws IOException {
    hasProducts = true;
    eachField(
        sku -> {
          Map<String, String> attributes = new HashMap<>();
          eachField(
              name -> {
                if (name.equals("attributes")) {
                  eachField(key -> readAttribute(key, attributes));
                } else {
                  json.skipChildren();
                }
              });
          Optional<AwsOffer.Match> match = matcher.apply(attributes);
          match.ifPresentOrElse(it -> products.put(sku, it), () -> skipped++);
        });
  }

  private void readAttribute(String key, Map<String, String> attributes) throws IOException {
    if (AwsOffer.ATTRIBUTES.contains(key) && json.currentToken() == JsonToken.VALUE_STRING) {
      attributes.put(key, json.getText());
    } else {
      json.skipChildren();
    }
  }

  private void readTerms() throws IOException {
    hasTerms = true;
    eachField(
        kind -> {
          if (kind.equals("OnDemand")) {
            eachField(this::readTermsOf);
          } else {
            json.skipChildren();
          }
        });
  }

  private void readTermsOf(String sku) throws IOException {
    if (hasProducts && !products.containsKey(sku)) {
      json.skipChildren();
      return;
    }
    List<Term> all = new ArrayList<>();
    eachField(code -> all.add(readTerm()));
    kept += all.size();
    if (kept > MOST_TERMS) {
      throw new PriceSourceException("the price list has more than " + MOST_TERMS + " terms");
    }
    terms.put(sku, all);
  }

  private Term readTerm() throws IOException {
    String[] effective = {""};
    List<Dimension> dimensions = new ArrayList<>();
    eachField(
        name -> {
          switch (name) {
            case "effectiveDate" -> effective[0] = json.getText();
            case "priceDimensions" -> eachField(rate -> dimensions.add(readDimension()));
            default -> json.skipChildren();
          }
        });
    if (dimensions.size() > MOST_DIMENSIONS) {
      throw new PriceSourceException(
          "the price list has a product with more than " + MOST_DIMENSIONS + " tiers");
    }
    return new Term(Figures.instant(effective[0]), dimensions);
  }

  private Dimension readDimension() throws IOException {
    Map<String, String> texts = new HashMap<>();
    eachField(
        name -> {
          switch (name) {
            case "unit", "beginRange", "endRange" -> texts.put(name, json.getText());
            case "pricePerUnit" -> eachField(currency -> texts.put(currency, json.getText()));
            default -> json.skipChildren();
          }
        });
    return new Dimension(
        texts.getOrDefault("unit", ""),
        texts.getOrDefault("beginRange", "0"),
        texts.getOrDefault("endRange", "Inf"),
        texts.get("USD"));
  }

  /** Reads the value of one field. */
  @FunctionalInterface
  private interface FieldReader {
    void read(String name) throws IOException;
  }

  /** Gives each field of the object at hand to {@code reader}, with its value as the next token. */
  private void eachField(FieldReader reader) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new PriceSourceException(
          "the price list is not of AWS's form: line %d has something else than an object"
              .formatted(json.currentLocation().getLineNr()));
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      reader.read(name);
    }
  }
}
