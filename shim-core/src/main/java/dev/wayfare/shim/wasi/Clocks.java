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
        grant instanceof Grants.Clock.Every every ? every.resolution().toNanos() : 0;
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
