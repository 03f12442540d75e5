package dev.wayfare.deployer;

import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.util.function.Supplier;

/** Goes back to the version before: nothing is deployed for that, since it still is. */
public final class Rollback {
  private final DeploymentState state;

  public Rollback(DeploymentState state) {
    this.state = state;
  }

  /**
   * Ends a canary, to which a second call does not go either; where there is none, has the other
   * slot serve, if it still holds what the state says.
   */
  public Outcome run(Unit unit, Supplier<Cloud> clouds) {
    try {
      return back(unit, clouds);
    } catch (CloudException e) {
      return new Outcome.Failed(e.sentence());
    } catch (InvalidStateException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
  }

  private Outcome back(Unit unit, Supplier<Cloud> clouds) {
    DeployedTarget target = state.target(unit.target()).orElse(null);
    if (target == null || target.serving() == null) {
      return new Outcome.Failed("nothing of it serves; wayfare deploy brings it there");
    }
    if (target.canary() != null) {
      state.change(unit.target(), before -> target.withoutCanary());
      return new Outcome.Serves();
    }
    Slot other = target.serving().other();
    DeployedSlot version = target.slots().get(other);
    if (version == null) {
      return new Outcome.Failed(
          "there is no version before this one; deploy the one that you want to have");
    }
    if (!(clouds.get().holding(unit, other)
            instanceof Holding.Deployed(String release, _, _, URI endpoint))
        || !release.equals(version.release())
        || !endpoint.equals(version.endpoint())) {
      return new Outcome.Failed(
          "the version before is not there any more; deploy the one that you want to have");
    }
    state.change(unit.target(), before -> target.withServing(other));
    return new Outcome.Serves();
  }
}
