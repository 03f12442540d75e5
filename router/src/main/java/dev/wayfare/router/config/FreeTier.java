package dev.wayfare.router.config;

/** What other workloads have left of an account's monthly free allowance. */
public enum FreeTier {
  /** All of it. */
  AVAILABLE,
  /** Nothing. */
  USED
}
