package dev.wayfare.router.access;

import java.util.concurrent.CompletableFuture;

/** Whom a request is from, as far as its credentials tell. */
public sealed interface Authentication {
  /** It is from {@code consumer}. */
  record Known(Consumer consumer) implements Authentication {}

  /** It is from somebody who may not call. */
  record Denied(Denial denial) implements Authentication {}

  /** It is to be seen; {@code result} does not fail, and is completed on another thread. */
  record Pending(CompletableFuture<Authentication> result) implements Authentication {}
}
