package dev.wayfare.shim.contract;

import dev.wayfare.packager.archive.PlatformLimit;
import dev.wayfare.packager.archive.PlatformLimit.By;
import dev.wayfare.packager.archive.Target;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to the guest.
 *
 * @param target whose shim it leads through, or null where it leads through none
 * @param id what {@code limits.tsv} calls it
 * @param endpoint where the target listens, or null where the shim is entered without one
 * @param isRouted whether the caller is the router, or does as it does
 */
public record Place(@Nullable Target target, String id, @Nullable URI endpoint, boolean isRouted) {
  /** A way to a target as it is deployed. */
  public Place(@Nullable Target target, @Nullable URI endpoint, boolean isRouted) {
    this(target, target == null ? "host" : target.id(), endpoint, isRouted);
  }

  /** A shim alone, entered as its platform would. */
  public static Place shim(@Nullable Target target, boolean asRouter) {
    return new Place(target, null, asRouter);
  }

  /** Whether there is a platform, or what stands for it, in front of the shim. */
  boolean isWhole() {
    return endpoint != null;
  }

  /** The first limit of the file that a case meets here, if it meets one. */
  Optional<PlatformLimit> limit(Case met) {
    return PlatformLimit.all().stream()
        .filter(limit -> met.limits().containsKey(limit.id()))
        .filter(this::holds)
        .findFirst();
  }

  private boolean holds(PlatformLimit limit) {
    return limit.places().contains(id)
        && (limit.by() == By.SHIM || isPlatformThere())
        && !(isRouted && limit.isUndoneByRouter());
  }

  /** The edge shim is its own platform; what enters that of AWS are events that its fronts made. */
  private boolean isPlatformThere() {
    return isWhole() || target == Target.EDGE || target == Target.AWS;
  }

  /** What must come of a case here. */
  Expected expected(Case met) {
    Optional<PlatformLimit> limit = limit(met);
    if (limit.isEmpty()) {
      return met.expected();
    }
    if (limit.get().status().isEmpty()) {
      return met.limits().getOrDefault(limit.get().id(), Optional.empty()).orElseThrow();
    }
    int status = limit.get().status().getAsInt();
    return switch (limit.get().by()) {
      case SHIM -> new Expected.Refused(status);
      case PLATFORM -> new Expected.Rejected(status);
    };
  }

  @Override
  public String toString() {
    return id + (isWhole() ? "" : " shim") + (isRouted ? " behind the router" : "");
  }
}
