package dev.wayfare.router.config;

import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.region.Callers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The section {@code policy} of a function, with what it leaves to that of the file filled in.
 *
 * @param rules how requests are spread
 * @param percentile of the latency that the rules look at, above 0, at most 1
 * @param bars why targets are kept from the function's requests, by id
 * @param callers which callers are how far from the targets
 * @param carbon what the targets' greenhouse gases weigh
 * @param hedge the percentile of a target's latency, 0 to below 1, after which another gets the
 *     request too; 0 for never
 */
public record PolicySettings(
    Rules rules,
    double percentile,
    Map<String, String> bars,
    Callers callers,
    Carbon carbon,
    double hedge) {
  /** The cheapest target, whatever its latency and wherever it is. */
  public static final PolicySettings DEFAULT =
      new PolicySettings(Rules.DEFAULT, 0.95, Map.of(), Callers.NONE, Carbon.NONE, 0);

  public PolicySettings {
    if (!(percentile > 0 && percentile <= 1)) {
      throw new IllegalArgumentException("a percentile is above 0 and at most 1: " + percentile);
    }
    if (!(hedge >= 0 && hedge < 1)) {
      throw new IllegalArgumentException("a percentile to hedge at is below 1: " + hedge);
    }
    bars = Map.copyOf(bars);
  }

  /** The same for targets whose ids are what {@code rename} makes of these. */
  public PolicySettings renamed(UnaryOperator<String> rename) {
    Map<String, Integer> weights = new HashMap<>();
    rules.weights().forEach((id, weight) -> weights.put(rename.apply(id), weight));
    Map<String, String> renamed = new HashMap<>();
    bars.forEach((id, bar) -> renamed.put(rename.apply(id), bar));
    return new PolicySettings(
        rules.withWeights(weights), percentile, renamed, callers, carbon, hedge);
  }

  /** Why {@code target} is kept from the function's requests. */
  public Optional<String> bar(String target) {
    return Optional.ofNullable(bars.get(target));
  }
}
