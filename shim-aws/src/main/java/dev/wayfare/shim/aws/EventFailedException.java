package dev.wayfare.shim.aws;

/**
 * Tells Lambda that an event was not taken, so that it delivers it again or gives it to where
 * failures go. Without a stack trace: the runtime logs one, and it would say nothing.
 */
final class EventFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EventFailedException(String message) {
    super(message, null, false, false);
  }
}
