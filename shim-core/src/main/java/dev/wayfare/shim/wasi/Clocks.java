package dev.wayfare.shim.wasi;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.capability.HostSources;

/** The host's time in the steps that a guest was granted. */
final class Clocks {
  private final HostSources sources;
  private final long resolutionNanos;

  Clocks(HostSources sources, Grants.Clock grant) {
    this.sources = sources;
    this.resolutionNanos =
        switch (grant) {
          case Grants.Clock.Off off -> 0;
          case Grants.Clock.Every every -> every.resolution().toNanos();
        };
  }

  boolean granted() {
    return resolutionNanos > 0;
  }

  long resolutionNanos() {
    return resolutionNanos;
  }

  long wallNanos() {
    return steps(sources.wallNanos());
  }

  /** Never 0, which Go's runtime takes for a broken clock. */
  long monotonicNanos() {
    return steps(sources.monotonicNanos()) + resolutionNanos;
  }

  /** What files are stamped with: 1970 where the time is not the guest's to know. */
  long stampNanos() {
    return granted() ? wallNanos() : 0;
  }

  private long steps(long nanos) {
    return nanos - Math.floorMod(nanos, resolutionNanos);
  }
}
