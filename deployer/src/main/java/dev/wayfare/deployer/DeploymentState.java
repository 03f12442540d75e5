package dev.wayfare.deployer;

import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.StateLock;
import dev.wayfare.router.deployed.StateStore;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state in the hands of one deployment: each change is written before the next step is taken,
 * so that a run that is killed is known by what it wrote. Safe to use from many threads.
 */
public final class DeploymentState implements AutoCloseable {
  private final StateLock held;
  private DeployedTargets now;

  private DeploymentState(StateLock held) {
    this.held = held;
    this.now = held.before();
  }

  /**
   * Takes the lock of {@code store}, and reads it.
   *
   * @param holder who takes it: one line, which nobody else gives
   * @throws dev.wayfare.router.deployed.InvalidStateException where another process has it, or what
   *     is kept is not valid
   */
  public static DeploymentState hold(StateStore store, String holder) {
    return new DeploymentState(store.lock(holder));
  }

  /** What is deployed, as it was written last. */
  public synchronized DeployedTargets now() {
    return now;
  }

  /** What is deployed of a target, if anything is. */
  public synchronized Optional<DeployedTarget> target(String id) {
    return Optional.ofNullable(now.byId().get(id));
  }

  /**
   * Makes sure that nobody else may change what is deployed, before this run does.
   *
   * @throws dev.wayfare.router.deployed.InvalidStateException where it is not sure
   */
  public void require() {
    held.require();
  }

  /** Makes sure of that before each step, and tells {@code progress} then. */
  public Progress guarded(Progress progress) {
    return step -> {
      require();
      progress.step(step);
    };
  }

  /** Writes what {@code change} makes of a target, which is null where there is none yet. */
  public synchronized void change(
      String id, Function<@Nullable DeployedTarget, DeployedTarget> change) {
    write(now.with(id, change.apply(now.byId().get(id))));
  }

  /** Writes that nothing is left of a target. */
  public synchronized void forget(String id) {
    write(now.without(id));
  }

  private void write(DeployedTargets next) {
    if (!next.equals(now)) {
      held.write(next);
      now = next;
    }
  }

  @Override
  public void close() {
    held.close();
  }
}
