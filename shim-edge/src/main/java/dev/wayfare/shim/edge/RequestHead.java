package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The head of a request as the JDK's server read it. That server takes more than RFC 9112 allows;
 * what it should have refused is refused here, since whoever stands in front may have understood it
 * otherwise (<a href="https://www.rfc-editor.org/rfc/rfc9112#section-11.2">RFC 9112 §11.2</a>).
 */
final class RequestHead {
  private static final String HTTP_1_1 = "HTTP/1.1";
  private static final Pattern LENGTH = Pattern.compile("[0-9]+");

  private final HttpExchange exchange;

  RequestHead(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** What is wrong with it, as one clause, if anything is. */
  Optional<String> fault() {
    if (!Header.isToken(exchange.getRequestMethod())) {
      return Optional.of("its method is no token");
    }
    String protocol = exchange.getProtocol();
    if (!protocol.equals(HTTP_1_1) && !protocol.equals("HTTP/1.0")) {
      return Optional.of("its protocol is neither HTTP/1.1 nor HTTP/1.0");
    }
    // RFC 9112 §3.2: exactly one, without which nobody knows whom it is for.
    int hosts = lines("host").size();
    if (hosts > 1 || (hosts == 0 && protocol.equals(HTTP_1_1))) {
      return Optional.of("it has " + hosts + " Host fields");
    }
    if (!lines("content-length").stream().allMatch(length -> LENGTH.matcher(length).matches())) {
      return Optional.of("its Content-Length is no number");
    }
    String target = exchange.getRequestURI().toString();
    if (!target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
      return Optional.of("its target holds what no request target may");
    }
    return Optional.empty();
  }

  /**
   * Whether its end is beyond doubt, so that its connection may be used again. That of a body in
   * chunks is not: the JDK's server reads a chunk's size modulo 2^32, and an empty one as 0 ({@code
   * ChunkedInputStream}), and so may take a body's later part for the next request.
   */
  boolean mayBeFollowed() {
    return lines("transfer-encoding").isEmpty();
  }

  /** The length of its body, or {@code most} where that is not told or more. */
  int contentLength(int most) {
    List<String> length = lines("content-length");
    return length.isEmpty() || length.getFirst().length() > 9
        ? most
        : Math.min(most, Integer.parseInt(length.getFirst()));
  }

  /** The path as it was sent. */
  String path() {
    String target = target();
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /**
   * The request, once {@link #fault} found none.
   *
   * @throws IllegalArgumentException if a field of it is none
   */
  Invocation invocation(Body body) {
    return Invocation.builder()
        .method(exchange.getRequestMethod())
        .target(target())
        .protocol(exchange.getProtocol())
        .scheme(scheme())
        .remoteAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
        .headers(headers().canonical())
        .body(body)
        .build();
  }

  /** The scheme that the caller used, as far as a proxy in front tells. */
  private String scheme() {
    String own = exchange instanceof HttpsExchange ? "https" : "http";
    List<String> told = lines("x-forwarded-proto");
    return told.size() == 1 && Set.of("http", "https").contains(told.getFirst())
        ? told.getFirst()
        : own;
  }

  /** The origin form as it was sent; of the absolute form, what follows the authority. */
  private String target() {
    URI uri = exchange.getRequestURI();
    String text = uri.toString();
    if (uri.getScheme() == null) {
      return text;
    }
    int start = (uri.getScheme() + "://" + uri.getRawAuthority()).length();
    return text.startsWith("/", start) ? text.substring(start) : "/" + text.substring(start);
  }

  /** The fields; {@code Host} is that of the target where it has one (RFC 9112 §3.2.2). */
  private Headers headers() {
    URI uri = exchange.getRequestURI();
    var lines = new ArrayList<Header>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> lines.add(new Header(name, value))));
    Headers headers = Headers.of(lines);
    return uri.getScheme() == null || uri.getRawAuthority() == null
        ? headers
        : headers.without("host"::equals).with("host", uri.getRawAuthority());
  }

  private List<String> lines(String name) {
    return exchange.getRequestHeaders().getOrDefault(name, List.of());
  }
}
