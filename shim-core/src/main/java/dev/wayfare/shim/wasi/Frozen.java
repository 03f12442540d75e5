package dev.wayfare.shim.wasi;

/** What a guest has taken in or changed, and a snapshot of its memory would keep as it was then. */
public enum Frozen {
  /** It drew randomness: every guest put back to the snapshot would draw the same. */
  RANDOMNESS,
  /** It read a clock: it may go on with a time that has passed. */
  CLOCK,
  /** It read variables: it would not see those of its next run. */
  ENVIRONMENT,
  /** It has files open, closed or changed that would not be so after the snapshot. */
  FILES
}
