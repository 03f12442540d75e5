package dev.wayfare.router.observe;

/**
 * A log of decisions or requests cannot be written, or a line of one cannot be read; the message is
 * one sentence.
 */
public final class LogFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogFileException(String sentence) {
    super(sentence);
  }

  LogFileException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
