package dev.wayfare.router.health;

/**
 * The right to send one request to a target. Its holder reports how that went, once.
 *
 * @param epoch the breaker state that granted it; the results of an older state are void, so that
 *     what was sent before a breaker opened cannot fail or pass the trial afterwards
 */
public record Permit(long epoch) {
  /** A right that no breaker granted, and that it is told nothing about. */
  public static final Permit UNCOUNTED = new Permit(-1);
}
