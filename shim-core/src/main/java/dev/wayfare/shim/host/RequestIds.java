package dev.wayfare.shim.host;

import dev.wayfare.shim.Invocation;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** What each request is called: the caller's {@code X-Request-Id}, if it is fit for a log. */
final class RequestIds {
  private static final int LONGEST = 128;

  private final RandomGenerator random;

  RequestIds(RandomGenerator random) {
    this.random = random;
  }

  String of(Invocation invocation) {
    return invocation
        .headers()
        .first("x-request-id")
        .filter(RequestIds::isId)
        .orElseGet(this::newId);
  }

  private static boolean isId(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= LONGEST;
  }

  private String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
