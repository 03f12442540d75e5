package dev.wayfare.pricing;

import java.util.Comparator;

/**
 * What a list price is the price of: one meter of a provider's plan on an architecture in a region.
 *
 * @param provider who sells it
 * @param plan the plan's name, as in {@link Sku}
 * @param architecture {@link Sku#X86_64} or {@link Sku#ARM64}
 * @param region the provider's own name of the region
 * @param meter what is charged by
 */
public record PriceKey(
    Provider provider, String plan, String architecture, String region, Meter meter)
    implements Comparable<PriceKey> {
  private static final Comparator<PriceKey> ORDER =
      Comparator.comparing(PriceKey::provider)
          .thenComparing(PriceKey::plan)
          .thenComparing(PriceKey::region)
          .thenComparing(PriceKey::meter)
          .thenComparing(PriceKey::architecture);

  @Override
  public int compareTo(PriceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s of %s %s on %s in %s".formatted(meter, provider.id(), plan, architecture, region);
  }
}
