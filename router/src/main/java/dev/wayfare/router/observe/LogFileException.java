package dev.wayfare.router.observe;

/**
 * A log of decisions or requests cannot be written, or a line of one cannot be read; the message is
 * one sentence.
 */
public final class DecisionLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DecisionLogException(String sentence) {
    super(sentence);
  }

  DecisionLogException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
