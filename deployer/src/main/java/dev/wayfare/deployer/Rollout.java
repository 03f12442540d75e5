package dev.wayfare.deployer;

import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.Slot;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a release to a target and the target's requests to the release: into the slot that does
 * not serve, through the check, by steps of traffic. What served before does so until the last of
 * them, and stays in its slot to go back to.
 */
public final class Rollout {
  private final DeploymentState state;
  private final Check check;
  private final Traffic traffic;
  private final Steps steps;
  private final InstantSource instants;

  /**
   * @param steps by which a version that follows another gets its requests
   */
  public Rollout(
      DeploymentState state, Check check, Traffic traffic, Steps steps, InstantSource instants) {
    this.state = state;
    this.check = check;
    this.traffic = traffic;
    this.steps = steps;
    this.instants = instants;
  }

  /**
   * Does all that is left to do for {@code wanted}; may be repeated after any failure.
   *
   * @param clouds gives the cloud, or throws a {@link CloudException}
   */
  public Outcome run(Wanted wanted, Supplier<Cloud> clouds, Progress progress)
      throws InterruptedException {
    try {
      Cloud cloud = clouds.get();
      return switch (Change.of(wanted, state.now(), cloud)) {
        case Change.None _ -> new Outcome.Unchanged();
        case Change.Refused(String why) -> new Outcome.Failed(why);
        case Change.EndCanary _ -> {
          state.change(wanted.id(), before -> known(before).withoutCanary());
          yield new Outcome.Serves();
        }
        case Change.Create _, Change.Update _ -> deploy(wanted, cloud, progress);
      };
    } catch (CloudException e) {
      return new Outcome.Failed(e.sentence());
    } catch (InvalidStateException | UncheckedIOException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
  }

  private Outcome deploy(Wanted wanted, Cloud cloud, Progress progress)
      throws InterruptedException {
    // Written first: what a killed run has begun to make is known by that.
    state.change(wanted.id(), before -> before == null ? nothingOf(wanted) : before);
    Slot slot = slotFor(wanted);
    URI endpoint = cloud.put(wanted.unit(), slot, wanted.release(), state.guarded(progress));
    DeployedSlot version =
        new DeployedSlot(
            endpoint,
            wanted.release().digest(),
            wanted.release().module(),
            wanted.release().shim(),
            instants.instant().truncatedTo(ChronoUnit.SECONDS));
    progress.step("checking");
    DeployedTarget target = known(state.now().byId().get(wanted.id()));
    Optional<String> fault =
        check.fault(
            wanted.id(),
            state.now().with(wanted.id(), target.withSlot(slot, version).withServing(slot)));
    if (fault.isPresent()) {
      return failed(
          wanted.id(),
          slot,
          "the new version did not pass its check, so it gets no requests: " + fault.get());
    }
    return move(wanted.id(), slot, version, progress);
  }

  /**
   * The slot that does not serve. What is there of another release is forgotten before anything is
   * put there, so that nobody goes back to it, and gets no requests any more.
   */
  private Slot slotFor(Wanted wanted) throws InterruptedException {
    DeployedTarget target = known(state.now().byId().get(wanted.id()));
    Slot slot = target.serving() == null ? Slot.A : target.serving().other();
    DeployedSlot there = target.slots().get(slot);
    if (there != null && !there.release().equals(wanted.release().digest())) {
      state.change(wanted.id(), before -> known(before).withCanary(null).withoutSlot(slot));
      if (target.canary() != null) {
        traffic.settle();
      }
    }
    return slot;
  }

  private Outcome move(String id, Slot slot, DeployedSlot version, Progress progress)
      throws InterruptedException {
    DeployedTarget target = known(state.now().byId().get(id));
    if (target.serving() != null) {
      for (double share : steps.sharesFrom(target.canary() == null ? 0 : target.canary().share())) {
        progress.step("%s of its requests".formatted(Steps.percent(share)));
        Canary canary = new Canary(slot, share);
        state.change(id, before -> known(before).withSlot(slot, version).withCanary(canary));
        switch (traffic.watch(id, canary, steps.time())) {
          case Traffic.Verdict.Well(long requests) ->
              progress.step("%d requests went well".formatted(requests));
          case Traffic.Verdict.Returned(String why) -> {
            return failed(
                id,
                slot,
                "the new version failed requests, and they went back to the one before: " + why);
          }
          case Traffic.Verdict.Unknown(String why) -> {
            return failed(
                id,
                slot,
                "nobody could tell how the new version did, so the one before serves: " + why);
          }
        }
      }
    }
    progress.step("all of its requests");
    state.change(
        id, before -> known(before).withCanary(null).withSlot(slot, version).withServing(slot));
    return new Outcome.Serves();
  }

  /** The version gets no requests any more, nor is it one to go back to. */
  private Outcome failed(String id, Slot slot, String why) {
    try {
      state.change(id, before -> known(before).withCanary(null).withoutSlot(slot));
    } catch (InvalidStateException e) {
      return new Outcome.Failed(
          "%s; but that could not be written down, so a canary keeps its share unless routers end it: %s"
              .formatted(why, e.getMessage()));
    }
    return new Outcome.Failed(why);
  }

  private static DeployedTarget nothingOf(Wanted wanted) {
    return new DeployedTarget(
        wanted.unit().function(),
        wanted.provider().id(),
        wanted.unit().region(),
        wanted.unit().name(),
        null,
        null,
        Map.of());
  }

  /** What was written of a target before anything was made. */
  private static DeployedTarget known(@Nullable DeployedTarget target) {
    if (target == null) {
      throw new IllegalStateException("the target is not in the state");
    }
    return target;
  }
}
