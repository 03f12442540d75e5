package dev.wayfare.router.deployed;

/**
 * A new version that gets a share of its target's requests while the former one serves the rest.
 *
 * @param slot where it is
 * @param share of the requests: above 0, at most 1
 */
public record Canary(Slot slot, double share) {
  public Canary {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a canary's share is above 0 and at most 1");
    }
  }
}
