package dev.wayfare.pricing.source;

/** A price list could not be read; the message is one sentence that says which and why. */
final class PriceSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PriceSourceException(String message) {
    super(message);
  }

  PriceSourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
