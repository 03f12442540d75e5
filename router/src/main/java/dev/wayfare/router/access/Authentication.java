package dev.wayfare.router.access;

/** Whom a request is from, as far as its credentials tell. */
public sealed interface Authentication {
  /** It is from {@code consumer}. */
  record Known(Consumer consumer) implements Authentication {}

  /** It is from somebody who may not call. */
  record Denied(Denial denial) implements Authentication {}
}
