package dev.wayfare.shim.aws;

/** An event that is no request; the message says what is wrong with it. */
final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedEventException(String message) {
    super(message);
  }

  MalformedEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
