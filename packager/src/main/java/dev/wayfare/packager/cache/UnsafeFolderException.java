package dev.wayfare.packager.cache;

/**
 * A cache folder that somebody else could put classes into; the message says why and what to do.
 */
public final class UnsafeFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsafeFolderException(String message) {
    super(message);
  }
}
