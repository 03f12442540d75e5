package dev.wayfare.router.region;

import java.util.List;

/**
 * Callers who are equally far from each target.
 *
 * @param name unique among the caller regions
 * @param ways how far they are from the targets' regions: the first that fits counts
 */
public record CallerRegion(String name, List<Way> ways) {
  /**
   * What the way to some targets adds to their latency.
   *
   * @param nanos 0 or more
   */
  public record Way(RegionPattern targets, long nanos) {
    public Way {
      if (nanos < 0) {
        throw new IllegalArgumentException("a way cannot take less than no time: " + nanos);
      }
    }
  }

  public CallerRegion {
    ways = List.copyOf(ways);
  }

  /** What these callers wait longer for a target in {@code region}; 0 where no way fits. */
  public long addedNanos(String region) {
    for (Way way : ways) {
      if (way.targets().covers(region)) {
        return way.nanos();
      }
    }
    return 0;
  }
}
