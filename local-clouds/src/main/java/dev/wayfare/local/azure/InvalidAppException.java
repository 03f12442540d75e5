package dev.wayfare.local.azure;

/** A function app that this emulation does not understand; the message says what and where. */
final class InvalidAppException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidAppException(String message) {
    super(message);
  }

  InvalidAppException(String message, Throwable cause) {
    super(message, cause);
  }
}
