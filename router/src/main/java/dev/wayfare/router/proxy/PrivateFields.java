package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetKey;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** What the router tells a target beside the request, in fields that never come from a client. */
final class PrivateFields {
  private PrivateFields() {}

  /**
   * Adds them.
   *
   * @param path as the client sent it, which a platform may decode before the function sees it;
   *     only told together with the key, since a function believes it of nobody else
   * @param key what the target knows the router by, or null
   */
  static void addTo(MultiMap fields, OriginForm path, @Nullable TargetKey key) {
    fields.add(CarriedFields.ACCEPT, "?1");
    if (key != null) {
      fields.add("wayfare-key", key.value());
      fields.add("wayfare-target", path.raw());
    }
  }
}
