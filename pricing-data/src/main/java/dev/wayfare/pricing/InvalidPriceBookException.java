package dev.wayfare.pricing;

/** A price data file is malformed or incomplete; the message says where, what and what to do. */
public final class InvalidPriceBookException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPriceBookException(String message) {
    super(message);
  }

  InvalidPriceBookException(String message, Throwable cause) {
    super(message, cause);
  }
}
