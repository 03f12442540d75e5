package dev.wayfare.pricing.source;

import java.io.IOException;
import java.time.Duration;

/** An answer that may be another one if asked again. */
final class TransientAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter how long the server wants to be left alone, zero where it did not say
   */
  TransientAnswerException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
