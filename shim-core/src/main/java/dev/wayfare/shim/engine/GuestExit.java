package dev.wayfare.shim.engine;

/** Ends a guest that asked to end. Unwinds the guest's frames, so it carries no stack trace. */
public final class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /** An end with that exit code; 0 is success. */
  public GuestExit(int code) {
    super("exit code " + code, null, false, false);
    this.code = code;
  }

  /** The exit code; 0 is success. */
  public int code() {
    return code;
  }
}
