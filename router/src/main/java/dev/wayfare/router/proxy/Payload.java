package dev.wayfare.router.proxy;

import io.vertx.core.buffer.Buffer;

/** A request's body on its way to a target. */
sealed interface Payload {
  /** A whole body, perhaps empty, that can be sent again. */
  record Kept(Buffer body) implements Payload {}

  /** A body that passes through, once. */
  record Streamed(ClientBody body) implements Payload {}
}
