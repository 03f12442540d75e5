package dev.wayfare.router.proxy;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids that requests are known by in logs: the client's own, or 128 random bits. */
final class RequestIds {
  private static final Pattern USABLE = Pattern.compile("[!-~]{1,128}");

  private final RandomGenerator random;

  RequestIds(RandomGenerator random) {
    this.random = random;
  }

  String keepOrMake(@Nullable String fromClient) {
    if (fromClient != null && USABLE.matcher(fromClient).matches()) {
      return fromClient;
    }
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
