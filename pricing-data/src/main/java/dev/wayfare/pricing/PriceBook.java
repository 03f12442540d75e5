package dev.wayfare.pricing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** List prices, collected on one day, with their sources. Immutable. */
public final class PriceBook {
  private final LocalDate asOf;
  private final Map<PlanKey, Plan> plans;
  private final Map<PriceKey, Rate> rates;
  private final Map<PriceKey, String> gaps;
  private final BookDocument document;
  private final String sha256;

  /**
   * @param document what the other parts were read from
   * @param sha256 its hash
   */
  PriceBook(
      LocalDate asOf,
      Map<PlanKey, Plan> plans,
      Map<PriceKey, Rate> rates,
      Map<PriceKey, String> gaps,
      BookDocument document,
      String sha256) {
    this.asOf = asOf;
    this.plans = Map.copyOf(plans);
    this.rates = Map.copyOf(rates);
    this.gaps = Map.copyOf(gaps);
    this.document = document;
    this.sha256 = sha256;
  }

  record PlanKey(Provider provider, String plan) {
    @Override
    public String toString() {
      return provider.id() + " " + plan;
    }
  }

  /** The snapshot inside this jar; read once. */
  public static PriceBook shipped() {
    return Shipped.BOOK;
  }

  private static final class Shipped {
    static final PriceBook BOOK = read("prices.json");

    private static PriceBook read(String name) {
      try (InputStream in =
          Objects.requireNonNull(PriceBook.class.getResourceAsStream(name), name)) {
        return parse(in, name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads a data file in the snapshot's own format, at most 16 MiB of JSON.
   *
   * @param in read to its end, not closed
   * @param name what to call the file in messages
   * @throws InvalidPriceBookException where the data is malformed or incomplete: one sentence that
   *     says where
   */
  public static PriceBook parse(InputStream in, String name) {
    return PriceBookReader.read(in, name);
  }

  /** The day that the prices were collected, or some of them last refreshed. */
  public LocalDate asOf() {
    return asOf;
  }

  /**
   * The book's identity: the SHA-256 of everything in it in a canonical form, as 64 hexadecimal
   * digits. Books with the same content have the same one, whatever their files look like.
   */
  public String sha256() {
    return sha256;
  }

  /** The book in the form that {@link #parse} reads, with its hash, as UTF-8. */
  public byte[] toJson() {
    return document.bytes(sha256);
  }

  /** Every price, in the order of {@link PriceKey}. */
  public List<ListPrice> prices() {
    return rates.entrySet().stream()
        .map(rate -> ListPrice.of(rate.getKey(), rate.getValue()))
        .sorted(Comparator.comparing(ListPrice::key))
        .toList();
  }

  /** What is known to be missing, and why. */
  public SortedMap<PriceKey, String> gaps() {
    return new TreeMap<>(gaps);
  }

  /**
   * A book with the prices that were read in the place of its own, and the rest as it is. What this
   * book's plans are not billed by is left out.
   *
   * @param readings at most one for each key
   * @param confirmed addresses of live sources that still say what this book has from them
   * @param at when both were read
   * @throws InvalidPriceBookException where the result would not be a valid book
   */
  public PriceBook revised(Collection<Reading> readings, Set<String> confirmed, Instant at) {
    BookRevision revision = new BookRevision(document);
    confirmed.forEach(url -> revision.confirm(url, at));
    readings.stream().filter(reading -> isBilled(reading.key())).forEach(revision::replace);
    byte[] json = revision.document(at).bytes();
    return parse(new ByteArrayInputStream(json), "the book with the prices just read");
  }

  /** True where this book's plan of that name is billed by the key's meter. */
  public boolean isBilled(PriceKey key) {
    Plan plan = plans.get(new PlanKey(key.provider(), key.plan()));
    return plan != null && plan.billedBy().contains(key.meter());
  }

  /**
   * The prices of {@code sku}, or why they are not known: the plan is not sold in this size, at
   * least one of its meters has no sourced price there, or it is an edge target, whose price is
   * what the user sets ({@link RateCard#edge}).
   */
  public PriceLookup rateCard(Sku sku) {
    return rateCard(sku, AccountTerms.NONE);
  }

  /**
   * The prices of {@code sku} as an account pays them: its own price where it has one, whether the
   * book has one or not, else the book's less the account's discount. Credit and opening balance
   * are for the caller to apply.
   */
  public PriceLookup rateCard(Sku sku, AccountTerms terms) {
    if (sku.provider() == Provider.EDGE) {
      return new PriceLookup.Unpriced(
          "no book has the price of your own machine; set it on the edge target, 0 if it is free");
    }
    PlanKey planKey = new PlanKey(sku.provider(), sku.plan());
    Plan plan = plans.get(planKey);
    if (plan == null) {
      return new PriceLookup.Unpriced(planKey + " is not in the price book of " + asOf);
    }
    if (!plan.memory().isSold(sku.memoryMib())) {
      return new PriceLookup.Unpriced(
          "%s is not sold with %d MiB, but with %s"
              .formatted(planKey, sku.memoryMib(), plan.memory().sold()));
    }
    List<Rate> card = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Meter meter : plan.metersOf(sku)) {
      PriceKey key =
          new PriceKey(sku.provider(), sku.plan(), sku.architecture(), sku.region(), meter);
      rate(key, sku, terms)
          .ifPresentOrElse(
              card::add,
              () -> missing.add(meter + ": " + gaps.getOrDefault(key, "it has not been read")));
    }
    return missing.isEmpty()
        ? new PriceLookup.Priced(new RateCard(sku, plan, card, oldest(card)))
        : new PriceLookup.Unpriced(
            "%s on %s in %s has no sourced price as of %s for %s"
                .formatted(
                    planKey, sku.architecture(), sku.region(), asOf, String.join("; ", missing)));
  }

  private Optional<Rate> rate(PriceKey key, Sku sku, AccountTerms terms) {
    Optional<BigDecimal> own = terms.customPriceUsd(sku, key.meter());
    return own.isPresent()
        ? own.map(usd -> Rate.flat(key.meter(), usd, RateCard.setByTheUser(asOf)))
        : Optional.ofNullable(rates.get(key)).map(terms::discounted);
  }

  /** The day on which the price that was not looked at for longest was read. */
  private static LocalDate oldest(List<Rate> rates) {
    Instant oldest = Instant.MAX;
    for (Rate rate : rates) {
      Instant fetchedAt = rate.provenance().fetchedAt();
      oldest = fetchedAt.isBefore(oldest) ? fetchedAt : oldest;
    }
    return LocalDate.ofInstant(oldest, ZoneOffset.UTC);
  }

  Collection<Rate> rates() {
    return rates.values();
  }
}
