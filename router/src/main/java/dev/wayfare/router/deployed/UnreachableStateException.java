package dev.wayfare.router.deployed;

/** A state that could not be asked for: it may be well, and may be reached later. */
public final class UnreachableStateException extends InvalidStateException {
  private static final long serialVersionUID = 1L;

  /** {@code sentence} says where, and {@code cause} why. */
  public UnreachableStateException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
