package dev.wayfare.router.deployed;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is deployed.
 *
 * @param byId by the target's id, sorted by it
 */
public record DeployedTargets(Map<String, DeployedTarget> byId) {
  /** Nothing is. */
  public static final DeployedTargets EMPTY = new DeployedTargets(Map.of());

  public DeployedTargets {
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
  }

  /**
   * Reads {@code json} as the content of {@code where}. Keys that this version does not know are
   * ignored, so that a router outlives additions; what must not be ignored takes another version.
   *
   * @throws InvalidStateException where it is of another version or not valid
   */
  public static DeployedTargets parse(String where, String json) {
    return StateJson.parse(where, json);
  }

  /** The content of a file: indented, in the order of the ids, with a line end at its end. */
  public String json() {
    return StateJson.write(this);
  }

  /** A copy in which {@code target} is what there is of {@code id}. */
  public DeployedTargets with(String id, DeployedTarget target) {
    SortedMap<String, DeployedTarget> next = new TreeMap<>(byId);
    next.put(id, target);
    return new DeployedTargets(next);
  }

  /** A copy without {@code id}. */
  public DeployedTargets without(String id) {
    SortedMap<String, DeployedTarget> next = new TreeMap<>(byId);
    next.remove(id);
    return new DeployedTargets(next);
  }
}
