package dev.wayfare.pricing;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A distribution of calls. What a call costs is rounded call by call, so what the mean call costs
 * is not the mean of what calls cost: a plan that rounds up to 100 ms bills 100 ms and 200 ms for
 * calls of 1 ms and 101 ms, and 100 ms for their mean.
 *
 * @param shares at least one and at most {@value #MOST_SHARES}
 */
public record CallMix(List<Share> shares) {
  /** {@value}: the most shares that a mix has. */
  public static final int MOST_SHARES = 10_000;

  public CallMix {
    shares = List.copyOf(shares);
    if (shares.isEmpty() || shares.size() > MOST_SHARES) {
      throw new IllegalArgumentException(
          "a mix has 1 to %d shares, not %d".formatted(MOST_SHARES, shares.size()));
    }
  }

  /**
   * Calls that are alike.
   *
   * @param weight how many there are among {@link CallMix#weight()}, 1 to {@value #MOST_WEIGHT}
   */
  public record Share(Call call, long weight) {
    private static final long MOST_WEIGHT = 1_000_000_000_000L;

    public Share {
      if (weight < 1 || weight > MOST_WEIGHT) {
        throw new IllegalArgumentException(
            "a weight is 1 to %d, not %d".formatted(MOST_WEIGHT, weight));
      }
    }
  }

  /** Calls that are all alike. */
  public static CallMix of(Call call) {
    return new CallMix(List.of(new Share(call, 1)));
  }

  /** The sum of the weights. */
  public long weight() {
    return shares.stream().mapToLong(Share::weight).sum();
  }

  /**
   * The same calls, of which {@code cold} in {@code outOf} start an environment first: as large a
   * part of each share.
   *
   * @param initTime how long the environment's start takes, instead of what the calls have
   * @param cold 0 to {@code outOf}
   * @param outOf 1 to a million
   */
  public CallMix withColdStarts(Duration initTime, int cold, int outOf) {
    if (cold < 0 || cold > outOf || outOf < 1 || outOf > 1_000_000) {
      throw new IllegalArgumentException(
          "cold starts are a part of 1 to 1,000,000, not %d of %d".formatted(cold, outOf));
    }
    List<Share> split = new ArrayList<>();
    for (Share share : shares) {
      Call warm = share.call;
      Call started = new Call(warm.handlerTime(), initTime, warm.responseBytes());
      if (cold < outOf) {
        split.add(new Share(warm, share.weight * (outOf - cold)));
      }
      if (cold > 0) {
        split.add(new Share(started, share.weight * cold));
      }
    }
    return new CallMix(split);
  }

  /**
   * How many of {@code calls} fall to each share, in whole calls that sum to {@code calls}: by the
   * largest remainder, of equal ones the earlier share's.
   */
  long[] apportion(long calls) {
    BigInteger total = BigInteger.valueOf(weight());
    long[] counts = new long[shares.size()];
    BigInteger[] remainders = new BigInteger[shares.size()];
    long left = calls;
    for (int i = 0; i < counts.length; i++) {
      BigInteger product =
          BigInteger.valueOf(calls).multiply(BigInteger.valueOf(shares.get(i).weight));
      BigInteger[] parts = product.divideAndRemainder(total);
      counts[i] = parts[0].longValueExact();
      remainders[i] = parts[1];
      left -= counts[i];
    }
    IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
        .limit(left)
        .forEach(i -> counts[i]++);
    return counts;
  }
}
