package dev.wayfare.shim.engine;

/**
 * Ends a guest for what it asked of the host: a pointer out of bounds, a rule of its ABI broken.
 * Unwinds the guest's frames, so it carries no stack trace.
 */
public final class GuestTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A trap for the reason that {@code message} says, as one clause. */
  public GuestTrap(String message) {
    super(message, null, false, false);
  }
}
