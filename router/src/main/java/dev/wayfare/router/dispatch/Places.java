package dev.wayfare.router.dispatch;

import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariff;
import java.util.List;

/**
 * A function's targets, and what changes of them side by side: of a target that did not change
 * nothing else is read.
 */
final class Places {
  private final List<Target> targets;
  private final Estimates[] estimates;
  private final TargetHealth[] healths;
  private final Tariff[] tariffs;

  /**
   * @param targets of one function, in the order of the file
   */
  Places(List<Target> targets) {
    this.targets = targets;
    this.estimates = targets.stream().map(Target::estimates).toArray(Estimates[]::new);
    this.healths = targets.stream().map(Target::health).toArray(TargetHealth[]::new);
    this.tariffs = targets.stream().map(Target::tariff).toArray(Tariff[]::new);
  }

  int size() {
    return estimates.length;
  }

  Target target(int place) {
    return targets.get(place);
  }

  Estimates[] estimates() {
    return estimates;
  }

  TargetHealth health(int place) {
    return healths[place];
  }

  Tariff tariff(int place) {
    return tariffs[place];
  }
}
