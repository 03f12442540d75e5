package dev.wayfare.shim.azure;

/** An event that no guest took, so that Azure delivers it again or sets it aside. */
public final class EventNotTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An event that was not taken for this reason, one clause. */
  EventNotTakenException(String reason) {
    super(reason);
  }
}
