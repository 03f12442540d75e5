package dev.wayfare.shim.azure;

/** Something of a request or a response that this platform lost or would lose. */
final class NotCarriedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was lost, as one clause. */
  NotCarriedException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
