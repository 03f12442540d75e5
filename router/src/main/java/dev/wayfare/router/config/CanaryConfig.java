package dev.wayfare.router.config;

/**
 * A new version of a target that gets a share of its requests.
 *
 * @param target the same target where the new version listens; its id is the target's, {@code ~}
 *     and the slot, which no target of a file is called
 * @param share of the requests: above 0, at most 1
 */
public record CanaryConfig(TargetConfig target, double share) {}
