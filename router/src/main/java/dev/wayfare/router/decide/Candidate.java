package dev.wayfare.router.decide;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target as the decision sees it.
 *
 * @param target the target's id
 * @param fare the expected cost of one more invocation
 * @param warmFare the same if it starts no environment: what calls cost once the target is in use
 * @param latencyNanos the time until the response begins, at the percentile that the rules ask for;
 *     failures counted as slow, and what is known of the caller's way included
 * @param peakNanos a recent average of the same, quick to rise; 0 or more
 * @param addedNanos the caller's way, as part of {@code latencyNanos}; 0 where it is not known
 * @param carbonPicoUsd what one more invocation's greenhouse gases weigh, 0 or more; never paid, so
 *     in no fare
 * @param isMeasured whether the target was called lately: else both are priors or old, and the fare
 *     rests on how the function runs elsewhere
 * @param standing whether it may be given requests
 * @param bar why the configuration keeps it from this function's requests; null where it does not
 */
public record Candidate(
    String target,
    Fare fare,
    Fare warmFare,
    long latencyNanos,
    long peakNanos,
    long addedNanos,
    long carbonPicoUsd,
    boolean isMeasured,
    Standing standing,
    @Nullable String bar) {
  public Candidate {
    if (latencyNanos < 0 || peakNanos < 0) {
      throw new IllegalArgumentException("a latency cannot be negative: " + latencyNanos);
    }
    if (addedNanos < 0 || addedNanos > latencyNanos) {
      throw new IllegalArgumentException("the way is a part of the latency: " + addedNanos);
    }
    if (carbonPicoUsd < 0) {
      throw new IllegalArgumentException("carbon weighs 0 or more: " + carbonPicoUsd);
    }
  }

  /** A candidate for callers of whose way nothing is known, where carbon weighs nothing. */
  public Candidate(
      String target,
      Fare fare,
      Fare warmFare,
      long latencyNanos,
      long peakNanos,
      boolean isMeasured,
      Standing standing,
      @Nullable String bar) {
    this(target, fare, warmFare, latencyNanos, peakNanos, 0, 0, isMeasured, standing, bar);
  }

  /** Why the configuration keeps it from this function's requests. */
  public Optional<String> barred() {
    return Optional.ofNullable(bar);
  }
}
