package dev.wayfare.shim.azure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes an {@link Invocation} of what Azure's Java worker hands over. That may have a null wherever
 * a library without annotations can have one.
 */
final class RequestReader {
  /** Scheme, path and query of what the Functions host puts together; its parts are not checked. */
  private static final Pattern URL =
      Pattern.compile("(https?)://[^/?]*([^?]*)(?:\\?(.*))?", Pattern.DOTALL);

  /** An IPv6 address in brackets, or an IPv4 address, each with or without a port. */
  private static final Pattern ADDRESS_AND_PORT =
      Pattern.compile("^(?:\\[(.*)]|([^:]*))(?::[0-9]+)?$");

  private RequestReader() {}

  /**
   * The request.
   *
   * @throws IllegalArgumentException if it breaks the rules of HTTP
   * @throws NotCarriedException if the platform lost some of it
   */
  static Invocation read(HttpRequestMessage<?> request, Map<String, String> logFields) {
    Matcher url = URL.matcher(url(request));
    if (!url.matches()) {
      throw new IllegalArgumentException("its URL has no scheme");
    }
    Headers headers = headers(request.getHeaders());
    return Invocation.builder()
        .method(method(request))
        .path(url.group(2).isEmpty() ? "/" : url.group(2))
        .query(Optional.ofNullable(url.group(3)).orElse(""))
        .scheme(url.group(1))
        .remoteAddress(headers.first("x-forwarded-for").map(RequestReader::caller).orElse(""))
        .headers(headers)
        .body(RequestBody.read(request.getBody(), headers))
        .logFields(logFields)
        .build();
  }

  private static String method(HttpRequestMessage<?> request) {
    try {
      HttpMethod method = request.getHttpMethod();
      if (method != null) {
        return method.name();
      }
    } catch (IllegalArgumentException e) {
      // The worker looks the method up only when it is asked for it.
    }
    throw new NotCarriedException(
        "the request's method is none that Azure Functions' Java library knows");
  }

  /** Also where {@link URI} refuses it: the worker parses it only when it is asked for it. */
  private static String url(HttpRequestMessage<?> request) {
    try {
      URI uri = request.getUri();
      if (uri == null) {
        throw new IllegalArgumentException("it has no URL");
      }
      return uri.toString();
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof URISyntaxException refused) {
        return refused.getInput();
      }
      throw e;
    }
  }

  /** Azure's front end appends the address and port that called it to what the caller claims. */
  private static String caller(String forwardedFor) {
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    return ADDRESS_AND_PORT.matcher(last).replaceFirst("$1$2");
  }

  private static Headers headers(Map<String, String> fields) {
    var lines = new ArrayList<Header>();
    if (fields != null) {
      fields.forEach((name, value) -> lines.add(new Header(String.valueOf(name), octets(value))));
    }
    return Headers.of(lines).canonical();
  }

  /** The Functions host reads field values as UTF-8; a {@link Header} holds octets. */
  private static String octets(String value) {
    if (value == null) {
      return "";
    }
    boolean ascii = value.chars().allMatch(c -> c < 0x80);
    return ascii ? value : new String(value.getBytes(UTF_8), ISO_8859_1);
  }
}
