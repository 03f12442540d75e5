package dev.wayfare.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** List prices, collected on one day, with their sources. Immutable. */
public final class PriceBook {
  private final LocalDate asOf;
  private final Map<PlanKey, Plan> plans;
  private final Map<RateKey, Rate> rates;
  private final Map<RateKey, String> gaps;

  PriceBook(
      LocalDate asOf,
      Map<PlanKey, Plan> plans,
      Map<RateKey, Rate> rates,
      Map<RateKey, String> gaps) {
    this.asOf = asOf;
    this.plans = Map.copyOf(plans);
    this.rates = Map.copyOf(rates);
    this.gaps = Map.copyOf(gaps);
  }

  record PlanKey(Provider provider, String plan) {
    @Override
    public String toString() {
      return provider.id() + " " + plan;
    }
  }

  record RateKey(PlanKey plan, String architecture, String region, Meter meter) {
    @Override
    public String toString() {
      return "%s of %s on %s in %s".formatted(meter, plan, architecture, region);
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

  /** The day that the prices were collected. */
  public LocalDate asOf() {
    return asOf;
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
      RateKey key = new RateKey(planKey, sku.architecture(), sku.region(), meter);
      rate(key, sku, terms)
          .ifPresentOrElse(
              card::add,
              () -> missing.add(meter + ": " + gaps.getOrDefault(key, "it has not been read")));
    }
    return missing.isEmpty()
        ? new PriceLookup.Priced(new RateCard(sku, plan, card, asOf))
        : new PriceLookup.Unpriced(
            "%s on %s in %s has no sourced price as of %s for %s"
                .formatted(
                    planKey, sku.architecture(), sku.region(), asOf, String.join("; ", missing)));
  }

  private Optional<Rate> rate(RateKey key, Sku sku, AccountTerms terms) {
    Optional<BigDecimal> own = terms.customPriceUsd(sku, key.meter());
    return own.isPresent()
        ? own.map(usd -> Rate.flat(key.meter(), usd, RateCard.setByTheUser(asOf)))
        : Optional.ofNullable(rates.get(key)).map(terms::discounted);
  }

  Collection<Rate> rates() {
    return rates.values();
  }
}
