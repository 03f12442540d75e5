package dev.wayfare.router.simulate;

import java.util.List;
import java.util.Map;

/**
 * What became of all requests.
 *
 * @param requests how many came
 * @param failed how many of them no function answered
 * @param refused how many the router refused, since no target might be used
 * @param picoUsd what was charged, each call at its account's position then, in 10⁻¹² US dollars,
 *     by what the calls were for
 * @param charges how many calls that were
 * @param unpricedCharges how many more there were whose price is not known
 * @param answersByTarget how many requests each target answered
 * @param leaderChanges how often another target than before was the best of a function in the eyes
 *     of a replica
 * @param medianNanos until an answer began, from the request's arrival
 * @param p95Nanos the same at the 95th percentile
 * @param picoUsdByPoint what had been charged at the ends of equal parts of the time
 */
public record Outcome(
    long requests,
    long failed,
    long refused,
    Map<Purpose, Long> picoUsd,
    Map<Purpose, Long> charges,
    long unpricedCharges,
    Map<String, Long> answersByTarget,
    int leaderChanges,
    long medianNanos,
    long p95Nanos,
    List<Long> picoUsdByPoint) {
  public Outcome {
    picoUsd = Map.copyOf(picoUsd);
    charges = Map.copyOf(charges);
    answersByTarget = Map.copyOf(answersByTarget);
    picoUsdByPoint = List.copyOf(picoUsdByPoint);
  }

  /** What calls for {@code purpose} were charged. */
  public long picoUsd(Purpose purpose) {
    return picoUsd.getOrDefault(purpose, 0L);
  }

  /** What all calls were charged. */
  public long totalPicoUsd() {
    return picoUsd.values().stream().mapToLong(Long::longValue).sum();
  }
}
