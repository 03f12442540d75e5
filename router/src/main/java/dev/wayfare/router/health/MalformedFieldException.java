package dev.wayfare.router.health;

/** A field that is not what its grammar says; never leaves the package. */
final class MalformedFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFieldException(String where) {
    super(where, null, false, false);
  }
}
