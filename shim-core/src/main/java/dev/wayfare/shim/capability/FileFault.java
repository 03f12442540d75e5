package dev.wayfare.shim.capability;

/** Says that scratch space cannot do what was asked of it, and has done nothing of it. */
public final class FileFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why it cannot. */
  public enum Reason {
    /** The bytes or the names that were granted are used up. */
    NO_SPACE,
    /** No file can be that long. */
    TOO_LARGE,
    /** The directory was removed. */
    REMOVED
  }

  FileFault(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** Why it could not. */
  public Reason reason() {
    return reason;
  }
}
