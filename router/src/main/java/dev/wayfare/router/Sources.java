package dev.wayfare.router;

import dev.wayfare.pricing.PriceBook;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * Where a router gets prices, time and randomness from.
 *
 * @param prices the clouds' prices
 * @param instants the time of day
 * @param nanoTicker measures durations
 * @param random makes request ids, and the name by which this run of the router is known to a
 *     ledger that it shares with others: no two may draw the same
 * @param environment where the key of a price list is, and the folder for the ledger
 */
public record Sources(
    PriceBook prices,
    InstantSource instants,
    LongSupplier nanoTicker,
    SplittableGenerator random,
    Map<String, String> environment) {
  public Sources {
    environment = Map.copyOf(environment);
  }

  /** Sources without an environment. */
  public Sources(
      PriceBook prices,
      InstantSource instants,
      LongSupplier nanoTicker,
      SplittableGenerator random) {
    this(prices, instants, nanoTicker, random, Map.of());
  }

  /** The shipped prices and the system's own clocks and randomness. */
  public static Sources system() {
    return new Sources(
        PriceBook.shipped(),
        InstantSource.system(),
        System::nanoTime,
        new SplittableRandom(new SecureRandom().nextLong()),
        System.getenv());
  }
}
