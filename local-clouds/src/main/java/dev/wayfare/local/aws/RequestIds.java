package dev.wayfare.local.aws;

import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The identifiers that Lambda gives a request, drawn from one source of randomness. */
final class RequestIds {
  private static final HexFormat HEX = HexFormat.of();

  private final RandomGenerator random;

  RequestIds(RandomGenerator random) {
    this.random = random;
  }

  /** A request id: a UUID of version 4. */
  String requestId() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  /**
   * A trace id.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">
   *     Tracing header</a>
   */
  String traceId(long epochSeconds) {
    byte[] unique = new byte[12];
    random.nextBytes(unique);
    return "Root=1-" + HEX.toHexDigits(epochSeconds, 8) + "-" + HEX.formatHex(unique);
  }
}
