package dev.wayfare.router.health;

import java.time.Duration;
import java.util.Arrays;

/**
 * A distribution of whole numbers of 0 or more, in which older samples count less. Its owner lets
 * one thread at a time use it.
 *
 * <p>Each power of two is cut into {@value #PARTS} parts, as in an HdrHistogram, so a quantile is
 * at most a thirty-second off. Ageing follows <a
 * href="https://dimacs.rutgers.edu/~graham/pubs/papers/fwddecay.pdf">forward decay</a>: a sample's
 * weight grows with the time at which it comes instead of all the others' shrinking, and now and
 * then all are scaled down together. Only the parts between the smallest and the largest sample
 * take memory: a histogram without samples has none.
 *
 * <p>Silence changes no quantile, only how much they are worth: {@link #weight}.
 */
final class DecayingHistogram {
  private static final int PART_BITS = 4;
  private static final int PARTS = 1 << PART_BITS;
  private static final int SPARE = 4;

  /** A weight of 2^40 still adds up exactly enough with one of 1. */
  private static final double MOST_HALF_LIVES = 40;

  private final double halfLifeNanos;
  private double[] weights = {};
  private int first;
  private double total;
  private double sum;
  private boolean isStarted;
  private long landmarkNanos;

  /**
   * The part with the quantile that was asked for last, and the weight of all parts below: with a
   * sample it moves by a part at most times, so that nobody needs to add up the others.
   */
  private double cursorOf;

  private int cursor;
  private double below;

  /** A histogram without samples, in which a sample counts half after {@code halfLife}. */
  DecayingHistogram(Duration halfLife) {
    this.halfLifeNanos = (double) halfLife.toNanos();
  }

  /** A copy; where nobody adds to it, many threads may ask it for its slices. */
  DecayingHistogram(DecayingHistogram other) {
    this.halfLifeNanos = other.halfLifeNanos;
    this.weights = other.weights.clone();
    this.first = other.first;
    this.total = other.total;
    this.sum = other.sum;
    this.isStarted = other.isStarted;
    this.landmarkNanos = other.landmarkNanos;
  }

  /** Adds {@code sample}; a negative one counts as 0. */
  void add(long sample, long nowNanos) {
    if (!isStarted) {
      isStarted = true;
      landmarkNanos = nowNanos;
    }
    if (halfLives(nowNanos) > MOST_HALF_LIVES) {
      age(nowNanos);
    }
    double weight = Math.pow(2, halfLives(nowNanos));
    int index = index(Math.max(0, sample));
    makeRoom(index);
    weights[index - first] += weight;
    if (index - first < cursor) {
      below += weight;
    }
    total += weight;
    sum += weight * (double) Math.max(0, sample);
  }

  /** How many new samples the old ones are worth now; 0 without any. */
  double weight(long nowNanos) {
    return isStarted ? total * Math.pow(2, -halfLives(nowNanos)) : 0;
  }

  /** The average of the samples, exactly; {@code otherwise} without any. */
  double mean(double otherwise) {
    return total <= 0 ? otherwise : sum / total;
  }

  /**
   * The value that the share {@code q} of the samples does not exceed.
   *
   * @param q above 0, at most 1
   * @param otherwise the answer without samples
   */
  long quantile(double q, long otherwise) {
    if (total <= 0) {
      return otherwise;
    }
    if (q != cursorOf) {
      cursorOf = q;
      cursor = 0;
      below = 0;
    }
    double wanted = q * total;
    while (cursor > 0 && below >= wanted) {
      cursor--;
      below = cursor == 0 ? 0 : below - weights[cursor];
    }
    while (cursor < weights.length - 1 && below + weights[cursor] < wanted) {
      below += weights[cursor];
      cursor++;
    }
    // An empty part is reached only where the rest was lost in rounding.
    return middle(first + (weights[cursor] > 0 ? cursor : last()));
  }

  /**
   * The distribution as values of equal weight: the middles of {@code values.length} slices.
   *
   * @return false, and nothing was written, without samples
   */
  boolean slices(long[] values) {
    if (total <= 0) {
      return false;
    }
    double seen = 0;
    int next = 0;
    double wanted = 0.5 * total;
    for (int i = 0; i < weights.length && next < values.length; i++) {
      seen += weights[i];
      while (next < values.length && wanted <= seen * (double) values.length) {
        values[next++] = middle(first + i);
        wanted = (next + 0.5) * total;
      }
    }
    // What is left was lost in rounding.
    Arrays.fill(values, next, values.length, middle(first + last()));
    return true;
  }

  private int last() {
    int last = weights.length - 1;
    while (last > 0 && weights[last] <= 0) {
      last--;
    }
    return last;
  }

  private double halfLives(long nowNanos) {
    return Math.max(0, (double) (nowNanos - landmarkNanos) / halfLifeNanos);
  }

  private void age(long nowNanos) {
    double factor = Math.pow(2, -halfLives(nowNanos));
    landmarkNanos = nowNanos;
    sum *= factor;
    cursorOf = 0; // and with it what was lost in rounding
    total = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
      total += weights[i];
    }
  }

  private void makeRoom(int index) {
    if (weights.length == 0) {
      first = Math.max(0, index - SPARE);
      weights = new double[2 * SPARE];
    } else if (index < first) {
      int from = Math.max(0, index - SPARE);
      double[] wider = new double[weights.length + first - from];
      System.arraycopy(weights, 0, wider, first - from, weights.length);
      weights = wider;
      cursor += first - from;
      first = from;
    } else if (index >= first + weights.length) {
      weights = Arrays.copyOf(weights, index - first + 1 + SPARE);
    }
  }

  /** Below {@value #PARTS} each value has a part of its own. */
  private static int index(long value) {
    if (value < PARTS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - PART_BITS;
    return ((shift + 1) << PART_BITS) + (int) (value >>> shift) - PARTS;
  }

  private static long middle(int index) {
    if (index < PARTS) {
      return index;
    }
    int shift = (index >> PART_BITS) - 1;
    long low = (long) (PARTS + (index & (PARTS - 1))) << shift;
    return low + (1L << shift >> 1);
  }
}
