package dev.wayfare.router.deployed;

/**
 * A state file that cannot be used: one sentence that names the file, what is wrong and what to do.
 */
public final class InvalidStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fault with {@code sentence} as its message. */
  public InvalidStateException(String sentence) {
    super(sentence);
  }

  InvalidStateException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
