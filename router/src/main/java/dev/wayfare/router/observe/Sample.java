package dev.wayfare.router.observe;

/**
 * A share of the decisions, which follows from their {@linkplain
 * dev.wayfare.router.decide.Decision#draw draws}: a run that is repeated from the same seed has the
 * same sample, and the smaller of two samples is part of the larger one.
 *
 * <p>The request's id would not do. Clients may choose it, so one that sends the same id with all
 * its requests would have all of them in the sample or none.
 *
 * @param share above 0, at most 1
 */
record Sample(double share) {
  private static final int DOUBLE_BITS = 53;

  Sample {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a sample is above 0 and at most 1, not " + share);
    }
  }

  boolean holds(long draw) {
    return (double) (mixed(draw) >>> (Long.SIZE - DOUBLE_BITS)) / (1L << DOUBLE_BITS) < share;
  }

  /**
   * Of the result each bit depends on every bit of the draw. Without this a sample of 1% might hold
   * just the decisions that examine a target, since the draw's upper bits decide that.
   *
   * @see <a
   *     href="https://zimbry.blogspot.com/2011/09/better-bit-mixing-improving-on.html">Stafford,
   *     Better Bit Mixing, variant 13: the finalizer of SplitMix64</a>
   */
  private static long mixed(long draw) {
    long mixed = (draw ^ (draw >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
