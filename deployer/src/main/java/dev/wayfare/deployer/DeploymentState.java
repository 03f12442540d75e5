package dev.wayfare.deployer;

import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.StateFile;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state file in the hands of one deployment: each change is written before the next step is
 * taken, so that a run that is killed is known by what it wrote. Safe to use from many threads.
 */
public final class DeploymentState implements AutoCloseable {
  private final StateFile.Held held;
  private DeployedTargets now;

  private DeploymentState(StateFile.Held held, DeployedTargets now) {
    this.held = held;
    this.now = now;
  }

  /**
   * Takes the file's lock, and reads it.
   *
   * @throws dev.wayfare.router.deployed.InvalidStateException where another process has it, or the
   *     file is not valid
   */
  public static DeploymentState hold(StateFile file) {
    StateFile.Held held = file.lock();
    try {
      return new DeploymentState(held, file.read());
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** What is deployed, as it was written last. */
  public synchronized DeployedTargets now() {
    return now;
  }

  /** What is deployed of a target, if anything is. */
  public synchronized Optional<DeployedTarget> target(String id) {
    return Optional.ofNullable(now.byId().get(id));
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
