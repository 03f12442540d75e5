package dev.wayfare.router.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The host, perhaps with a port, that a client addressed (RFC 9112, sections 3.2 and 3.3). */
final class RequestedHost {
  private static final Pattern SOUND =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=%-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

  private RequestedHost() {}

  /**
   * False where the request must be refused: with several hosts, a malformed one, or, unless it is
   * of HTTP/1.0, none.
   */
  static boolean isSound(HttpServerRequest request) {
    List<String> fields = request.headers().getAll(HttpHeaders.HOST);
    boolean enough = fields.size() == 1 || request.version() == HttpVersion.HTTP_1_0;
    return enough && fields.size() <= 1 && of(request).stream().allMatch(RequestedHost::isSound);
  }

  /** What the request's target names; else what its field does. */
  static Optional<String> of(HttpServerRequest request) {
    return OriginForm.authority(request.uri())
        .or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).map(String::strip));
  }

  private static boolean isSound(String host) {
    return isCommon(host) || SOUND.matcher(host).matches();
  }

  /** The pattern costs as much as a tenth of the rest of a decision. */
  private static boolean isCommon(String host) {
    int colon = host.indexOf(':');
    int end = colon < 0 ? host.length() : colon;
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      boolean isCommon = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
      if (!isCommon) {
        return false;
      }
    }
    for (int i = end + 1; i < host.length(); i++) {
      if (host.charAt(i) < '0' || host.charAt(i) > '9') {
        return false;
      }
    }
    return end > 0 && host.length() - end <= 6;
  }
}
