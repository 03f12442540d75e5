package dev.wayfare.shim.engine;

/**
 * Ends a guest that gave more than its host takes: a response too long, too many header fields.
 * Unwinds the guest's frames, so it carries no stack trace.
 */
public final class LimitReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A limit reached as {@code message} says, as one clause with the limit in it. */
  public LimitReached(String message) {
    super(message, null, false, false);
  }
}
