package dev.wayfare.router.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tells by a request's head alone whether it can be forwarded as one request.
 *
 * <p>The codec refuses most of what two servers could read differently (RFC 9112, section 11.2).
 * Here is what it lets through: by HTTP/2, methods, paths and lengths are text that could end a
 * line of HTTP/1.1 (RFC 9113, section 10.3).
 */
final class Admission {
  private static final AsciiString CONTINUE = AsciiString.cached("100-continue");
  private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
  private static final AsciiString UPGRADE = AsciiString.cached("upgrade");

  /** The codec takes a line that begins with a colon. */
  private static final AsciiString NO_NAME = AsciiString.EMPTY_STRING;

  private Admission() {}

  /** Why the router will not forward {@code request}, or null. */
  static @Nullable Refusal refusal(HttpServerRequest request, BodyLength length, Hops hops) {
    if (!Token.is(request.method().name()) || request.headers().contains(NO_NAME)) {
      return Refusal.malformed();
    }
    if (length.isCoded()) {
      return Refusal.coded();
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return Refusal.noTunnel();
    }
    if (MaxForwards.endsTrace(request)) {
      return Refusal.noTrace();
    }
    if (request.version() == HttpVersion.HTTP_2 && !isSoundMultiplexed(request, length)) {
      return Refusal.malformed();
    }
    if (request.version() != HttpVersion.HTTP_2 && isUpgrade(request)) {
      return Refusal.noWebSocket();
    }
    if (!RequestedHost.isSound(request)) {
      return Refusal.noHost();
    }
    if (hops.isLoop(request)) {
      return Refusal.loop();
    }
    return expectsMore(request) ? Refusal.expectation() : null;
  }

  /**
   * True where the client waits for leave to send its body. It is the router that gives it: towards
   * clients it stands for the origin server (RFC 9110, sections 3.7 and 10.1.1), it has judged the
   * head by then, and it must have a small body before it can choose a target at all.
   */
  static boolean asksFirst(HttpServerRequest request) {
    String expectation = request.getHeader(HttpHeaders.EXPECT);
    return expectation != null
        && request.version() != HttpVersion.HTTP_1_0
        && CONTINUE.contentEqualsIgnoreCase(expectation);
  }

  private static boolean expectsMore(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.EXPECT)
        && request.version() != HttpVersion.HTTP_1_0
        && !(request.headers().getAll(HttpHeaders.EXPECT).size() == 1 && asksFirst(request));
  }

  /**
   * A WebSocket's handshake, or the draft of one that has eight bytes of a body which no field
   * announces, and which the codec takes for one.
   */
  private static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
        || (request.headers().contains(HttpHeaders.UPGRADE)
            && names(request, HttpHeaders.UPGRADE, WEBSOCKET)
            && names(request, HttpHeaders.CONNECTION, UPGRADE));
  }

  private static boolean names(HttpServerRequest request, CharSequence field, AsciiString wanted) {
    for (String value : request.headers().getAll(field)) {
      for (String member : value.split(",", -1)) {
        if (wanted.contentEqualsIgnoreCase(member.strip())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSoundMultiplexed(HttpServerRequest request, BodyLength length) {
    boolean isPath = request.uri().startsWith("/") || OriginForm.isServer(request.uri());
    return isPath
        && length.isSound()
        && request.headers().getAll(HttpHeaders.CONTENT_LENGTH).size() <= 1;
  }
}
