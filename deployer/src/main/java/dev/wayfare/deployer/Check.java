package dev.wayfare.deployer;

import dev.wayfare.router.deployed.DeployedTargets;
import java.util.Optional;

/** Says whether a version answers as its module does, before it gets requests of others. */
@FunctionalInterface
public interface Check {
  /**
   * Asks the version that serves {@code target} in {@code state}, which is not the one that serves
   * others yet.
   *
   * @return what is wrong, in a clause; empty where nothing is
   */
  Optional<String> fault(String target, DeployedTargets state) throws InterruptedException;
}
