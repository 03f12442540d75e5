package dev.wayfare.packager.archive;

/** A package that cannot be made; the message says why and what to do. */
public final class PackagingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A package that cannot be made as {@code message} says. */
  public PackagingException(String message) {
    super(message);
  }

  /** A package that cannot be made as {@code message} says, because of {@code cause}. */
  public PackagingException(String message, Throwable cause) {
    super(message, cause);
  }
}
