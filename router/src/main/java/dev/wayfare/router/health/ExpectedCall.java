package dev.wayfare.router.health;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.CallMix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is billed of the next call to a target, as far as is known. Immutable; equal where every
 * price makes the same of both.
 */
public final class ExpectedCall {
  private static final int OUT_OF = 1_000_000;

  private final long[] handlerNanos;
  private final long meanHandlerNanos;
  private final long mostHandlerNanos;
  private final double coldProbability;
  private final long initNanos;
  private final long responseBytes;

  /**
   * @param handlerNanos values of equal weight, in rising order, 1 or more; not to be changed
   */
  ExpectedCall(long[] handlerNanos, double coldProbability, long initNanos, long responseBytes) {
    this.handlerNanos = handlerNanos;
    this.meanHandlerNanos = mean(handlerNanos);
    this.mostHandlerNanos = handlerNanos[handlerNanos.length - 1];
    this.coldProbability = coldProbability;
    this.initNanos = initNanos;
    this.responseBytes = responseBytes;
  }

  private static long mean(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The median of what is billed without a cold start. */
  public long handlerNanos() {
    return handlerNanos[handlerNanos.length / 2];
  }

  /** The average of the same. */
  public long meanHandlerNanos() {
    return meanHandlerNanos;
  }

  /** The least bound that the call is within. */
  public CallBound bound() {
    return CallBound.NONE.with(this);
  }

  /** The greatest that {@link #picoUsd} looks at. */
  public long mostHandlerNanos() {
    return mostHandlerNanos;
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

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ExpectedCall call
            && coldProbability == call.coldProbability
            && initNanos == call.initNanos
            && responseBytes == call.responseBytes
            && Arrays.equals(handlerNanos, call.handlerNanos));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(handlerNanos) + Long.hashCode(initNanos + responseBytes);
  }
}
