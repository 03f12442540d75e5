package dev.wayfare.router;

/** The router cannot start; the message is one sentence that says why and what to do. */
public final class RouterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RouterException(String sentence) {
    super(sentence);
  }

  RouterException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
