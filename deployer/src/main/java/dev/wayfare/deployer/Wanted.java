package dev.wayfare.deployer;

import dev.wayfare.pricing.Provider;

/** What is to be deployed of a target: {@code release} as {@code unit} at {@code provider}. */
public record Wanted(Provider provider, Unit unit, Release release) {
  /** The target's id. */
  public String id() {
    return unit.target();
  }
}
