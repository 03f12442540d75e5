package dev.wayfare.router.health;

/**
 * What the next call to a target is expected to be like. Immutable, and the same object for as long
 * as nothing was learnt and time alone changes nothing of it.
 *
 * @param latencyNanos until its response begins, at the percentile that was asked for; failures
 *     count as slow
 * @param peakNanos a recent average of the same, quick to rise
 * @param isMeasured whether the target was called lately; where it never was, the other figures are
 *     priors or those of the function elsewhere
 * @param call what is billed of it
 * @param calls how many calls of {@code sinceNanos} those behind the latency are worth; 0 for a
 *     prior
 * @param sinceNanos when it was made, by the ticker
 */
public record Outlook(
    long latencyNanos,
    long peakNanos,
    boolean isMeasured,
    ExpectedCall call,
    double calls,
    long sinceNanos) {

  /** How many calls of {@code nowNanos} the calls behind the latency are worth; 0 for a prior. */
  public double samples(long nowNanos) {
    double halfLives = (double) (nowNanos - sinceNanos) / (double) Estimates.HALF_LIFE.toNanos();
    return calls * Math.pow(2, -Math.max(0, halfLives));
  }
}
