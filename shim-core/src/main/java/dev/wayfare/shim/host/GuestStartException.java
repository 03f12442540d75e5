package dev.wayfare.shim.host;

import dev.wayfare.shim.engine.Ending;

/** A guest that did not get ready for its first request. */
final class GuestStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  GuestStartException(Ending ending) {
    super("a guest ended while it was initialised: " + ending, null, false, false);
    this.ending = ending;
  }

  Ending ending() {
    return ending;
  }
}
