package dev.wayfare.router.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The host, perhaps with a port, that a client addressed (RFC 9112, sections 3.2 and 3.3). */
final class RequestedHost {
  private static final int MOST_PORT_DIGITS = 5;
  private static final BitSet DIGITS = characters("0123456789");
  private static final BitSet NAME =
      characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~!$&'()*+,;=%-");
  private static final BitSet LITERAL = characters("0123456789ABCDEFabcdef:.");

  private RequestedHost() {}

  private static BitSet characters(String of) {
    BitSet characters = new BitSet();
    of.chars().forEach(characters::set);
    return characters;
  }

  /**
   * False where the request must be refused: with several hosts, a malformed one, or, unless it is
   * of HTTP/1.0, none.
   */
  static boolean isSound(HttpServerRequest request) {
    List<String> fields = request.headers().getAll(HttpHeaders.HOST);
    if (request.version() == HttpVersion.HTTP_2) {
      return fields.size() <= 1 && of(request).filter(RequestedHost::isSound).isPresent();
    }
    boolean enough = fields.size() == 1 || request.version() == HttpVersion.HTTP_1_0;
    return enough
        && fields.size() <= 1
        && fields.stream().map(String::strip).allMatch(RequestedHost::isSound)
        && of(request).stream().allMatch(RequestedHost::isSound);
  }

  /**
   * What the request's target names, by HTTP/2 its pseudo-header (RFC 9113, section 8.3.1); else
   * what its field does. The codec refuses streams in which these differ.
   */
  static Optional<String> of(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      HostAndPort authority = request.authority();
      return authority == null
          ? Optional.ofNullable(request.getHeader("host"))
          : Optional.of(authority.toString());
    }
    return OriginForm.authority(request.uri())
        .or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).map(String::strip));
  }

  /** By hand, since it is looked at in every request: a pattern takes a hundredth of its CPU. */
  static boolean isSound(String host) {
    boolean isLiteral = host.startsWith("[");
    int colon = host.indexOf(':', isLiteral ? host.indexOf(']') : 0);
    int end = colon < 0 ? host.length() : colon;
    int port = Math.min(end + 1, host.length());
    return (isLiteral ? isLiteral(host, end) : end > 0 && isAll(host, 0, end, NAME))
        && host.length() - port <= MOST_PORT_DIGITS
        && isAll(host, port, host.length(), DIGITS);
  }

  private static boolean isLiteral(String host, int end) {
    return end > 2 && host.charAt(end - 1) == ']' && isAll(host, 1, end - 1, LITERAL);
  }

  private static boolean isAll(String host, int from, int to, BitSet characters) {
    for (int i = from; i < to; i++) {
      if (!characters.get(host.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
