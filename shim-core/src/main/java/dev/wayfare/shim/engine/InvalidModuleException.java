package dev.wayfare.shim.engine;

/** A module that cannot be run; the message says what is wrong with it and what to do. */
public final class InvalidModuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A module that is wrong as {@code message} says. */
  public InvalidModuleException(String message) {
    super(message);
  }

  /** A module that is wrong as {@code message} says, found out by {@code cause}. */
  public InvalidModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
