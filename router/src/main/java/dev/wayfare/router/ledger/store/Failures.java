package dev.wayfare.router.ledger.store;

/** What databases say, cut to what fits a sentence. */
final class Failures {
  private Failures() {}

  /** The first line of the message. */
  static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .findFirst()
        .orElseGet(() -> failure.getClass().getSimpleName());
  }
}
