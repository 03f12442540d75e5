package dev.wayfare.router.deployed;

import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a target at its provider.
 *
 * @param function whose target it is
 * @param provider as in {@code wayfare.yaml}
 * @param region likewise
 * @param name what the provider knows it by
 * @param serving the slot that gets its requests, or null where none does yet
 * @param canary the slot that gets a share of them, or null where none does
 * @param slots the versions; what gets requests is among them
 */
public record DeployedTarget(
    String function,
    String provider,
    String region,
    String name,
    @Nullable Slot serving,
    @Nullable Canary canary,
    Map<Slot, DeployedSlot> slots) {
  public DeployedTarget {
    slots = Collections.unmodifiableMap(new TreeMap<>(slots));
    if (function.isBlank() || provider.isBlank() || region.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("a target has function, provider, region and name");
    }
    if (serving != null && !slots.containsKey(serving)) {
      throw new IllegalArgumentException("the slot that serves is missing");
    }
    if (canary != null && !slots.containsKey(canary.slot())) {
      throw new IllegalArgumentException("the canary's slot is missing");
    }
    if (canary != null && (serving == null || canary.slot() == serving)) {
      throw new IllegalArgumentException("a canary is beside another slot, which serves");
    }
  }

  /** Where the version that serves listens; empty where none does. */
  public Optional<URI> endpoint() {
    return Optional.ofNullable(serving).map(it -> slot(it).endpoint());
  }

  /** The version in {@code slot}, which must be there. */
  public DeployedSlot slot(Slot slot) {
    return Objects.requireNonNull(slots.get(slot));
  }

  /** A copy in which {@code slot}, which must be there, serves; a canary there has arrived. */
  public DeployedTarget withServing(Slot slot) {
    Canary other = canary != null && canary.slot() != slot ? canary : null;
    return new DeployedTarget(function, provider, region, name, slot, other, slots);
  }

  /** A copy with that canary, or none. */
  public DeployedTarget withCanary(@Nullable Canary next) {
    return new DeployedTarget(function, provider, region, name, serving, next, slots);
  }

  /** A copy without its canary, which it has, and what is in the canary's slot. */
  public DeployedTarget withoutCanary() {
    return withCanary(null).withoutSlot(Objects.requireNonNull(canary).slot());
  }

  /** A copy with {@code version} in {@code slot}. */
  public DeployedTarget withSlot(Slot slot, DeployedSlot version) {
    var next = new EnumMap<Slot, DeployedSlot>(Slot.class);
    next.putAll(slots);
    next.put(slot, version);
    return new DeployedTarget(function, provider, region, name, serving, canary, next);
  }

  /** A copy without what is in {@code slot}, which gets no requests. */
  public DeployedTarget withoutSlot(Slot slot) {
    var next = new EnumMap<Slot, DeployedSlot>(Slot.class);
    next.putAll(slots);
    next.remove(slot);
    return new DeployedTarget(function, provider, region, name, serving, canary, next);
  }
}
