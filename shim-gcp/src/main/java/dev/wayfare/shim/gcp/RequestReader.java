package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpRequest;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import java.util.ArrayList;

/**
 * Makes an {@link Invocation} of what Google's invoker hands over. Path and query come from {@code
 * getUri}, which has them as they were sent; {@code getPath} is decoded and normalised.
 *
 * @see <a href="https://cloud.google.com/functions/docs/reference/headers">what Google's front end
 *     removes and adds</a>
 */
final class RequestReader {
  private final int limitBytes;
  private final Trace trace;

  /**
   * A reader.
   *
   * @param limitBytes of a body; one byte more is read, so that the host can tell
   */
  RequestReader(int limitBytes, Trace trace) {
    this.limitBytes = limitBytes;
    this.trace = trace;
  }

  /**
   * The request.
   *
   * @throws IllegalArgumentException if it breaks the rules of HTTP
   * @throws IOException if its body does not arrive
   */
  Invocation read(HttpRequest request) throws IOException {
    Headers headers = headers(request);
    return Invocation.builder()
        .method(request.getMethod())
        .target(target(request.getUri()))
        .scheme(
            headers
                .first("x-forwarded-proto")
                .map(RequestReader::last)
                .orElseGet(() -> scheme(request.getUri())))
        .remoteAddress(headers.first("x-forwarded-for").map(RequestReader::last).orElse(""))
        .headers(headers)
        .body(Body.of(request.getInputStream().readNBytes(limitBytes + 1)))
        .logFields(trace.fields(headers))
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

  /** Google's front end appends what it knows of the caller to what that claims. */
  private static String last(String list) {
    return list.substring(list.lastIndexOf(',') + 1).strip();
  }

  private static Headers headers(HttpRequest request) {
    var lines = new ArrayList<Header>();
    request
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> lines.add(new Header(name, value))));
    return Headers.of(lines).canonical();
  }
}
