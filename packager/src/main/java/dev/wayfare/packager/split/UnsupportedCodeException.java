package dev.wayfare.packager.split;

/** Code that uses what cannot be moved into another function safely, so it stays as it is. */
final class UnsupportedCodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedCodeException(String what) {
    super(what);
  }
}
