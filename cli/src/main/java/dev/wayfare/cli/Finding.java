package dev.wayfare.cli;

/**
 * What {@code wayfare doctor} found out about one thing.
 *
 * @param what the thing, such as "Rust"
 * @param found its version or place, or what is wrong with it; never a secret
 * @param get where it is missing, how to get it; else empty
 */
record Finding(String what, State state, String found, String get) {
  /** Whether it is there, and if not, whether that matters. */
  enum State {
    /** It is there. */
    OK,
    /** It is not there, and nobody asked for it. */
    ABSENT,
    /** It is needed and not there. */
    MISSING
  }

  static Finding ok(String what, String found) {
    return new Finding(what, State.OK, found, "");
  }

  static Finding absent(String what, String found, String get) {
    return new Finding(what, State.ABSENT, found, get);
  }

  static Finding missing(String what, String found, String get) {
    return new Finding(what, State.MISSING, found, get);
  }
}
