package dev.wayfare.router.decide;

import java.util.Map;

/**
 * How a function's requests are spread over its targets.
 *
 * @param aim what the targets are ranked by
 * @param tolerance targets whose score is above the best by at most this share, 0 to 1, count as
 *     equal: of two of them drawn at random, the less busy one gets the request
 * @param hysteresis by which share, 0 to 1, another target must beat the one that leads to take its
 *     place
 * @param exploration the share of requests, 0 to 1, that examine a target which was not measured
 *     lately and might lead
 * @param explorationLeftPicoUsd the most that a call which examines a target may cost, 0 or more;
 *     {@link Long#MAX_VALUE} for any price
 * @param weights by target, each 1 or more: where there are any, a request goes to one of these
 *     targets drawn by weight, and to the others only if it fails there
 */
public record Rules(
    Aim aim,
    double tolerance,
    double hysteresis,
    double exploration,
    long explorationLeftPicoUsd,
    Map<String, Integer> weights) {
  /** The cheapest target at any latency. */
  public static final Rules DEFAULT =
      new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0.02, 0.05, 0.01, Map.of());

  /** Rules under which examining a target may cost anything. */
  public Rules(
      Aim aim,
      double tolerance,
      double hysteresis,
      double exploration,
      Map<String, Integer> weights) {
    this(aim, tolerance, hysteresis, exploration, Long.MAX_VALUE, weights);
  }

  public Rules {
    for (double share : new double[] {tolerance, hysteresis, exploration}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is 0 to 1, not " + share);
      }
    }
    if (explorationLeftPicoUsd < 0) {
      throw new IllegalArgumentException("there cannot be less than nothing left");
    }
    weights = Map.copyOf(weights);
    weights.forEach(
        (target, weight) -> {
          if (weight < 1) {
            throw new IllegalArgumentException("a weight is 1 or more, not " + weight);
          }
        });
  }

  /** A copy under which a call that examines a target may cost at most {@code picoUsd}. */
  public Rules withExplorationLeft(long picoUsd) {
    return picoUsd == explorationLeftPicoUsd
        ? this
        : new Rules(aim, tolerance, hysteresis, exploration, picoUsd, weights);
  }

  /** The same with other weights. */
  public Rules withWeights(Map<String, Integer> others) {
    return new Rules(aim, tolerance, hysteresis, exploration, explorationLeftPicoUsd, others);
  }
}
