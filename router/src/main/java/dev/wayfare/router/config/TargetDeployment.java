package dev.wayfare.router.config;

import dev.wayfare.router.deployed.Slot;
import org.jspecify.annotations.Nullable;

/**
 * What is deployed of a target whose endpoint the file leaves to {@code wayfare deploy}.
 *
 * @param isPublic whether anybody may call it, as the file says
 * @param slot the one that serves, or null where none does yet
 * @param release what is in it, or null likewise
 * @param canary the new version that gets a share of the requests, or null for none
 */
public record TargetDeployment(
    boolean isPublic,
    @Nullable Slot slot,
    @Nullable String release,
    @Nullable CanaryConfig canary) {
  TargetDeployment withoutCanary() {
    return new TargetDeployment(isPublic, slot, release, null);
  }
}
