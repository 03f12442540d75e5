package dev.wayfare.pricing.source;

import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provider;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** One price list of a provider's, which can be read now. */
interface PriceSource {
  /** What to call it, such as {@code aws lambda}. */
  String name();

  /** Whose list it is. */
  Provider provider();

  /** True where a price of {@code key} is to be found in this list. */
  boolean covers(PriceKey key);

  /**
   * Reads the list.
   *
   * @throws RuntimeException with a message of one sentence, where it cannot be read
   */
  Findings read(Wanted wanted);

  /**
   * What to read.
   *
   * @param regions the provider's names of the regions whose prices are wanted; empty for all
   * @param validators the versions of lists that are known already, by address
   * @param now the time of reading
   */
  record Wanted(Set<String> regions, Map<String, String> validators, Instant now) {
    public Wanted {
      regions = Set.copyOf(regions);
      validators = Map.copyOf(validators);
    }

    boolean includes(String region) {
      return regions.isEmpty() || regions.contains(region);
    }
  }
}
