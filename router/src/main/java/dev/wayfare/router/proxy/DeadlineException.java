package dev.wayfare.router.proxy;

/** Time was up; carries no trace, since none would say anything. */
final class DeadlineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeadlineException(String message) {
    super(message, null, false, false);
  }
}
