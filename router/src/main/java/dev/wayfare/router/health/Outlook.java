package dev.wayfare.router.health;

/**
 * What the next call to a target is expected to be like. Immutable, and the same object for as long
 * as nothing was learnt and time alone changes nothing of it.
 *
 * @param latency how soon its response begins; the same object for as long as nothing was learnt of
 *     that
 * @param isMeasured whether the target was called lately; where it never was, the other figures are
 *     priors or those of the function elsewhere
 * @param call what is billed of it
 */
public record Outlook(Latency latency, boolean isMeasured, ExpectedCall call) {

  /**
   * The time until a response begins, from the calls of one moment: none later changed it.
   *
   * @param nanos at the percentile that was asked for; failures count as slow
   * @param peakNanos a recent average of the same, quick to rise
   * @param percentile that was asked for
   * @param calls how many calls of {@code sinceNanos} those behind it are worth; 0 for a prior
   * @param sinceNanos the moment, by the ticker
   */
  public record Latency(
      long nanos, long peakNanos, double percentile, double calls, long sinceNanos) {}

  /** The time until the response begins, at the percentile that was asked for. */
  public long latencyNanos() {
    return latency.nanos();
  }

  /** A recent average of the same, quick to rise. */
  public long peakNanos() {
    return latency.peakNanos();
  }

  /** How many calls of {@code nowNanos} the calls behind the latency are worth; 0 for a prior. */
  public double samples(long nowNanos) {
    double halfLives =
        (double) (nowNanos - latency.sinceNanos()) / (double) Estimates.HALF_LIFE.toNanos();
    return latency.calls() * Math.pow(2, -Math.max(0, halfLives));
  }
}
