package dev.wayfare.router.config;

/**
 * A fault in {@code wayfare.yaml} or another YAML file: one sentence that says where it is and what
 * to do.
 */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fault with {@code sentence} as its message, which begins with the place. */
  public InvalidConfigException(String sentence) {
    super(sentence);
  }

  InvalidConfigException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
