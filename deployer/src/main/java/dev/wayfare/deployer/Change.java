package dev.wayfare.deployer;

import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a deployment would do to a target. */
public sealed interface Change {
  /** Nothing serves yet. */
  record Create() implements Change {}

  /** The release that serves gives way to another, or is not what it was any more. */
  record Update(String what) implements Change {}

  /** The release serves. */
  record None() implements Change {}

  /** The release serves, beside a canary of another that nobody wants any more. */
  record EndCanary() implements Change {}

  /**
   * It cannot be deployed.
   *
   * @param why a sentence with the next step
   */
  record Refused(String why) implements Change {}

  /** What it takes to have {@code wanted} served, as {@code state} and the cloud tell. */
  static Change of(Wanted wanted, DeployedTargets state, Cloud cloud) {
    DeployedTarget deployed = state.byId().get(wanted.id());
    if (deployed != null && !isOf(deployed, wanted)) {
      return new Refused(
          "it was deployed as %s of %s in %s, which is another place or name; remove that first by wayfare destroy --target %s, or give the new target another id"
              .formatted(deployed.name(), deployed.provider(), deployed.region(), wanted.id()));
    }
    Slot serving = deployed == null ? null : deployed.serving();
    Holding holding = cloud.holding(wanted.unit(), serving == null ? Slot.A : serving);
    if (holding instanceof Holding.Foreign(String what)) {
      return new Refused("there is already %s; choose another deployment.prefix".formatted(what));
    }
    if (deployed == null || serving == null) {
      return new Create();
    }
    String difference = difference(wanted, deployed, serving, holding);
    if (difference != null) {
      return new Update(difference);
    }
    return deployed.canary() == null ? new None() : new EndCanary();
  }

  private static boolean isOf(DeployedTarget deployed, Wanted wanted) {
    return deployed.provider().equals(wanted.provider().id())
        && deployed.region().equals(wanted.unit().region())
        && deployed.function().equals(wanted.unit().function())
        && deployed.name().equals(wanted.unit().name());
  }

  /** Why what serves is not what is wanted; null where it is. */
  private static @Nullable String difference(
      Wanted wanted, DeployedTarget deployed, Slot serving, Holding holding) {
    String digest = wanted.release().digest();
    return switch (holding) {
      case Holding.Nothing _ -> "what served was removed";
      case Holding.Half(String what) -> what;
      case Holding.Foreign(String what) -> what;
      case Holding.Deployed(String release, String module, String shim, URI endpoint) -> {
        if (!release.equals(digest)) {
          yield !module.equals(wanted.release().module())
              ? "another module"
              : !shim.equals(wanted.release().shim()) ? "another shim" : "other settings";
        }
        if (!deployed.slot(serving).release().equals(digest)) {
          yield "the state names another release";
        }
        if (!deployed.slot(serving).endpoint().equals(endpoint)) {
          yield "it has another URL than it had";
        }
        yield null;
      }
    };
  }
}
