package dev.wayfare.pricing;

/** What a quantity on a bill grows with. */
enum Driver {
  /** The number of calls. */
  CALLS,
  /** Their time, rounded as the plan says. */
  BILLED_MILLIS,
  /** What they answer. */
  RESPONSE_BYTES,
  /** How long instances are kept ready, added over the instances. */
  STANDBY_MILLIS
}
