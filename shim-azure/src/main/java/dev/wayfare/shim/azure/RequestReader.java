package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.net.URI;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes an {@link Invocation} of what Azure's Java worker hands over. */
final class RequestReader {
  /** An IPv6 address in brackets, or an IPv4 address, each with or without a port. */
  private static final Pattern ADDRESS_AND_PORT =
      Pattern.compile("^(?:\\[(.*)]|([^:]*))(?::[0-9]+)?$");

  private RequestReader() {}

  /**
   * The request.
   *
   * @throws IllegalArgumentException if it breaks the rules of HTTP
   */
  static Invocation read(HttpRequestMessage<Optional<byte[]>> request) {
    URI uri = request.getUri();
    Headers headers = headers(request);
    return Invocation.builder()
        .method(request.getHttpMethod().name())
        .path(Optional.ofNullable(uri.getRawPath()).filter(path -> !path.isEmpty()).orElse("/"))
        .query(Optional.ofNullable(uri.getRawQuery()).orElse(""))
        .scheme(Optional.ofNullable(uri.getScheme()).orElse("https"))
        .remoteAddress(headers.first("x-forwarded-for").map(RequestReader::caller).orElse(""))
        .headers(headers)
        .body(request.getBody().map(Body::of).orElse(Body.EMPTY))
        .build();
  }

  /** Azure's front end appends the address and port that called it to what the caller claims. */
  private static String caller(String forwardedFor) {
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    return ADDRESS_AND_PORT.matcher(last).replaceFirst("$1$2");
  }

  private static Headers headers(HttpRequestMessage<?> request) {
    var lines = new ArrayList<Header>();
    request.getHeaders().forEach((name, value) -> lines.add(new Header(name, value)));
    return Headers.of(lines);
  }
}
