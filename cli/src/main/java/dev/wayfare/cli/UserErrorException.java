package dev.wayfare.cli;

/** Something the user can mend; the message is one sentence that says what and how. */
final class UserErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserErrorException(String message) {
    super(message);
  }

  UserErrorException(String message, Throwable cause) {
    super(message, cause);
  }
}
