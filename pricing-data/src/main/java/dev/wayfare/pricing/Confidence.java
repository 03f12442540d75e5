package dev.wayfare.pricing;

/** How well a figure is sourced, best first. */
public enum Confidence {
  /** Read from the provider's page or price list, or in several sources that agree. */
  HIGH,
  /** In one source, or partly carried over from a region where it was read. */
  MEDIUM,
  /** Disputed between sources, or possibly out of date. */
  LOW;

  /** The worse of the two. */
  Confidence and(Confidence other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
