package dev.wayfare.router.deployed;

/** A state that cannot be used: one sentence that names its place, what is wrong and what to do. */
public sealed class InvalidStateException extends RuntimeException
    permits UnreachableStateException {
  private static final long serialVersionUID = 1L;

  /** A fault with {@code sentence} as its message. */
  public InvalidStateException(String sentence) {
    super(sentence);
  }

  /** The same, with what caused it. */
  public InvalidStateException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /**
   * That the lock of what is at {@code place} was given back, as happens where a process is told to
   * end.
   */
  public static InvalidStateException givenBack(Object place) {
    return new InvalidStateException(
        "%s: this run was told to end and gave its lock back; run the same again to finish"
            .formatted(place));
  }
}
