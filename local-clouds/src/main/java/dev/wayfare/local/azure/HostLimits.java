package dev.wayfare.local.azure;

import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Request;
import java.util.OptionalInt;

/**
 * What the host's web server takes of a request's head: its defaults, which the Functions host does
 * not change.
 *
 * @see <a
 *     href="https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.server.kestrel.core.kestrelserverlimits">KestrelServerLimits</a>
 */
final class HostLimits {
  private static final int LINE_BYTES = 8 << 10;
  private static final int HEADER_BYTES = 32 << 10;
  private static final int HEADER_FIELDS = 100;

  /** A field line's colon, space and end. */
  private static final int LINE_OVERHEAD = 4;

  private HostLimits() {}

  /** The status of its refusal, if it refuses. */
  static OptionalInt refusal(Request request) {
    int line = request.method().length() + request.target().length() + " HTTP/1.1 \r\n".length();
    if (line > LINE_BYTES) {
      return OptionalInt.of(414);
    }
    int length = 0;
    for (Field field : request.fields()) {
      length += field.name().length() + field.value().length() + LINE_OVERHEAD;
    }
    boolean large = length > HEADER_BYTES || request.fields().size() > HEADER_FIELDS;
    return large ? OptionalInt.of(431) : OptionalInt.empty();
  }
}
