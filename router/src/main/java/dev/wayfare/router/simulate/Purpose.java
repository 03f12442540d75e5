package dev.wayfare.router.simulate;

/** Why a target was called. */
public enum Purpose {
  /** To answer a request. */
  SERVED,
  /** The same, and to learn how the target is now. */
  EXAMINED,
  /** To find out whether a target that failed is back, with a call of the router's own. */
  PROBED
}
