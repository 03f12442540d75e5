package dev.wayfare.shim.gcp;

/**
 * Why an event was not taken, in one sentence. Without a stack trace: the invoker logs what it
 * catches, and where in the shim this was thrown tells nobody anything.
 */
final class EventFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EventFailedException(String message) {
    super(message, null, false, false);
  }
}
