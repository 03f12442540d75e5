package dev.wayfare.router.health;

/**
 * What the next call to a target is expected to be like.
 *
 * @param latencyNanos until its response begins, at the percentile that was asked for; failures
 *     count as slow
 * @param peakNanos a recent average of the same, quick to rise
 * @param isMeasured whether the target was called lately; where it never was, the other figures are
 *     priors or those of the function elsewhere
 * @param handlerNanos the median of what is billed of a call without a cold start
 * @param coldProbability that the call starts an environment, 0 to 1
 * @param initNanos how long that takes
 * @param responseBytes the response's body
 */
public record Expectation(
    long latencyNanos,
    long peakNanos,
    boolean isMeasured,
    long handlerNanos,
    double coldProbability,
    long initNanos,
    long responseBytes) {}
