package dev.wayfare.router.health;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.CallMix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the next call to a target is expected to be like, at one moment. Immutable. */
public final class Outlook {
  private static final int OUT_OF = 1_000_000;

  private final long latencyNanos;
  private final long peakNanos;
  private final boolean isMeasured;
  private final double samples;
  private final long[] handlerNanos;
  private final double coldProbability;
  private final long initNanos;
  private final long responseBytes;

  /**
   * @param handlerNanos values of equal weight, in rising order, 1 or more; belongs to this object
   */
  Outlook(
      long latencyNanos,
      long peakNanos,
      boolean isMeasured,
      double samples,
      long[] handlerNanos,
      double coldProbability,
      long initNanos,
      long responseBytes) {
    this.latencyNanos = latencyNanos;
    this.peakNanos = peakNanos;
    this.isMeasured = isMeasured;
    this.samples = samples;
    this.handlerNanos = handlerNanos;
    this.coldProbability = coldProbability;
    this.initNanos = initNanos;
    this.responseBytes = responseBytes;
  }

  /** Until its response begins, at the percentile that was asked for; failures count as slow. */
  public long latencyNanos() {
    return latencyNanos;
  }

  /** A recent average of the same, quick to rise. */
  public long peakNanos() {
    return peakNanos;
  }

  /**
   * Whether the target was called lately; where it never was, the other figures are priors or those
   * of the function elsewhere.
   */
  public boolean isMeasured() {
    return isMeasured;
  }

  /** How many calls of just now the calls behind the latency are worth; 0 for a prior. */
  public double samples() {
    return samples;
  }

  /** The median of what is billed of a call without a cold start. */
  public long handlerNanos() {
    return handlerNanos[handlerNanos.length / 2];
  }

  /** The average of the same. */
  public long meanHandlerNanos() {
    long sum = 0;
    for (long handler : handlerNanos) {
      sum += handler;
    }
    return sum / handlerNanos.length;
  }

  /** The probability, 0 to 1, that the call starts an environment. */
  public double coldProbability() {
    return coldProbability;
  }

  /** How long an environment takes to start. */
  public long initNanos() {
    return initNanos;
  }

  /** The response's body. */
  public long responseBytes() {
    return responseBytes;
  }

  /**
   * What the call costs on average, in 10⁻¹² US dollars. Billed time is rounded call by call, so
   * the average is over the distribution of the handler time and not a price of its average.
   *
   * @return {@link Quoter#UNPRICED} where the price is not known
   */
  public long picoUsd(Quoter quoter) {
    long warm = warmPicoUsd(quoter);
    return coldProbability == 0 || warm == Quoter.UNPRICED ? warm : withStart(quoter, warm);
  }

  /**
   * The same for a call that starts no environment.
   *
   * @return {@link Quoter#UNPRICED} where the price is not known
   */
  public long warmPicoUsd(Quoter quoter) {
    long sum = 0;
    for (long handler : handlerNanos) {
      long pico = quoter.picoUsd(handler, 0, responseBytes);
      if (pico == Quoter.UNPRICED) {
        return Quoter.UNPRICED;
      }
      sum += pico;
    }
    return sum / handlerNanos.length;
  }

  private long withStart(Quoter quoter, long warm) {
    long started = quoter.picoUsd(handlerNanos(), initNanos, responseBytes);
    if (started == Quoter.UNPRICED) {
      return Quoter.UNPRICED;
    }
    long more = Math.max(0, started - quoter.picoUsd(handlerNanos(), 0, responseBytes));
    return warm + Math.round(coldProbability * (double) more);
  }

  /** The calls that {@link #picoUsd} averages over, to quote them meter by meter. */
  public CallMix mix() {
    List<CallMix.Share> shares = new ArrayList<>();
    for (long handler : handlerNanos) {
      Call call = new Call(Duration.ofNanos(handler), Duration.ZERO, responseBytes);
      shares.add(new CallMix.Share(call, 1));
    }
    int cold = (int) Math.round(coldProbability * OUT_OF);
    return new CallMix(shares).withColdStarts(Duration.ofNanos(initNanos), cold, OUT_OF);
  }
}
