package dev.wayfare.router.config;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Sku;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One deployed copy of a function, as the file describes it.
 *
 * @param id unique over the file
 * @param sku what is bought for it
 * @param pricesUsd what an edge machine charges for one unit of each meter; empty where the file
 *     sets no price, and for the clouds, whose prices come from the price book
 * @param budget the most to spend on it
 * @param endpoint where it listens, or null where that is not known yet
 * @param h2c whether it speaks HTTP/2 without TLS
 * @param access what the router needs to be let in
 * @param deployment what is deployed of it, or null where the file itself says where it listens
 */
public record TargetConfig(
    String id,
    Sku sku,
    Map<Meter, BigDecimal> pricesUsd,
    Budget budget,
    @Nullable URI endpoint,
    boolean h2c,
    TargetAccess access,
    @Nullable TargetDeployment deployment) {
  /** Refuses a key that would be sent in clear over a network. */
  public TargetConfig {
    pricesUsd = Map.copyOf(pricesUsd);
    if (access.isSecret() && endpoint != null && !KeyReader.mayBeToldTheKey(endpoint)) {
      throw new IllegalArgumentException("the key of " + id + " would be sent in clear");
    }
  }

  /** What the router proves itself with to the function, or null where that asks for nothing. */
  public @Nullable TargetKey key() {
    return access.key();
  }

  /** Whether {@code wayfare deploy} is to say where it listens, and has not yet. */
  boolean isUndeployed() {
    return endpoint == null && deployment != null;
  }

  /** Whether its platform lets anybody call it. */
  public boolean isPublic() {
    return deployment == null ? access.auth() == null : deployment.isPublic();
  }

  /** The same target at {@code newEndpoint}. */
  public TargetConfig withEndpoint(URI newEndpoint) {
    return new TargetConfig(id, sku, pricesUsd, budget, newEndpoint, h2c, access, deployment);
  }

  /** The same, called {@code name}, where the rest says. */
  TargetConfig at(
      String name,
      @Nullable URI newEndpoint,
      TargetAccess newAccess,
      @Nullable TargetDeployment newDeployment) {
    return new TargetConfig(
        name, sku, pricesUsd, budget, newEndpoint, h2c, newAccess, newDeployment);
  }

  /** A new version that gets a share of its requests, or null for none. */
  public @Nullable CanaryConfig canary() {
    return deployment == null ? null : deployment.canary();
  }

  /** Whether {@code other} differs in nothing but the budget and the canary. */
  public boolean isSameButBudget(TargetConfig other) {
    return other.alone(budget).equals(alone(budget));
  }

  private TargetConfig alone(Budget ofBudget) {
    TargetDeployment without = deployment == null ? null : deployment.withoutCanary();
    return new TargetConfig(id, sku, pricesUsd, ofBudget, endpoint, h2c, access, without);
  }

  /** The same target with another key. */
  TargetConfig withKey(TargetKey newKey) {
    return new TargetConfig(
        id, sku, pricesUsd, budget, endpoint, h2c, access.withKey(newKey), deployment);
  }
}
