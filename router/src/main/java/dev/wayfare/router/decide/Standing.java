package dev.wayfare.router.decide;

/** Whether a target may be given requests. */
public enum Standing {
  /** It answers. */
  HEALTHY,
  /** It failed lately and may be tried with requests that can be repeated elsewhere. */
  ON_TRIAL,
  /** It failed lately, but so did others: it may be given what none of them can take. */
  LAST_RESORT,
  /** It failed lately and must be left alone. */
  OUT
}
