package dev.wayfare.router.decide;

/**
 * A target as the decision sees it.
 *
 * @param target the target's id
 * @param fare the expected cost of one more invocation
 * @param latencyNanos the expected time until the response begins; failures counted as slow
 * @param standing whether it may be given requests
 */
public record Candidate(String target, Fare fare, long latencyNanos, Standing standing) {
  public Candidate {
    if (latencyNanos < 0) {
      throw new IllegalArgumentException("a latency cannot be negative: " + latencyNanos);
    }
  }
}
