package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpRequest;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an {@link Invocation} of what Google's invoker hands over. Path and query come from {@code
 * getUri}, which has them as they were sent; {@code getPath} is decoded and normalised.
 */
final class RequestReader {
  private RequestReader() {}

  /**
   * The request, with at most one byte more of its body than the limit, so that the host can tell.
   *
   * @throws IllegalArgumentException if it breaks the rules of HTTP
   */
  static Invocation read(HttpRequest request, int limitBytes) throws IOException {
    Headers headers = headers(request);
    return Invocation.builder()
        .method(request.getMethod())
        .target(target(request.getUri()))
        .scheme(headers.first("x-forwarded-proto").orElseGet(() -> scheme(request.getUri())))
        .remoteAddress(caller(headers))
        .headers(headers)
        .body(Body.of(request.getInputStream().readNBytes(limitBytes + 1)))
        .build();
  }

  /** The absolute form without scheme and authority (RFC 9112 §3.2.2). */
  private static String target(String uri) {
    int authority = uri.indexOf("://");
    if (uri.startsWith("/") || authority < 0) {
      return uri;
    }
    int start = firstOf(uri, authority + 3);
    String target = uri.substring(start);
    return target.startsWith("/") ? target : "/" + target;
  }

  private static int firstOf(String uri, int from) {
    int at = from;
    while (at < uri.length() && uri.charAt(at) != '/' && uri.charAt(at) != '?') {
      at++;
    }
    return at;
  }

  private static String scheme(String uri) {
    return uri.startsWith("https:") ? "https" : "http";
  }

  /** Google's front end appends the address that called it to what the caller claims. */
  private static String caller(Headers headers) {
    List<String> lines = headers.all("x-forwarded-for");
    if (lines.isEmpty()) {
      return "";
    }
    String last = lines.getLast();
    return last.substring(last.lastIndexOf(',') + 1).strip();
  }

  private static Headers headers(HttpRequest request) {
    var lines = new ArrayList<Header>();
    request
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> lines.add(new Header(name, value))));
    return Headers.of(lines);
  }
}
