package dev.wayfare.router.proxy;

import dev.wayfare.router.region.Caller;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who sent {@code request}. The address is that of the connection: {@code x-forwarded-for} says
 * whatever its sender likes.
 */
record Client(HttpServerRequest request) implements Caller {
  @Override
  public @Nullable String header(String name) {
    return request.getHeader(name);
  }

  @Override
  public @Nullable String address() {
    return request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
  }
}
