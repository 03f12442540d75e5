package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;

/** One exchange of the JDK's HTTP server: request in, the host's answer out. */
final class ExchangeHandler implements HttpHandler {
  /** {@link HttpExchange#sendResponseHeaders}: no body, where 0 would mean one in chunks. */
  private static final int NO_BODY = -1;

  private final FunctionHost host;
  private final BodyRoom bodyRoom;

  ExchangeHandler(FunctionHost host, BodyRoom bodyRoom) {
    this.host = host;
    this.bodyRoom = bodyRoom;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      InvocationResult result = answer(exchange);
      for (Header line : result.headers()) {
        exchange.getResponseHeaders().add(line.name(), line.value());
      }
      int length = result.body().length();
      exchange.sendResponseHeaders(result.status(), length == 0 ? NO_BODY : length);
      if (length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          result.body().writeTo(out);
        }
      }
    }
  }

  private InvocationResult answer(HttpExchange exchange) throws IOException {
    int limitBytes = host.limits().requestBytes();
    int room = bodyRoom.claim(exchange.getRequestHeaders().getFirst("content-length"), limitBytes);
    if (room < 0) {
      return host.refuse(503, "too many request bodies are being read; try again in a moment");
    }
    try {
      byte[] body = exchange.getRequestBody().readNBytes(limitBytes + 1);
      if (body.length > limitBytes) {
        return host.refuse(
            413, "the request body is larger than the limit of " + limitBytes + " bytes");
      }
      return host.invoke(invocation(exchange, Body.of(body)));
    } catch (IllegalArgumentException e) {
      return host.refuse(400, "this is no request: " + e.getMessage());
    } finally {
      bodyRoom.release(room);
    }
  }

  private static Invocation invocation(HttpExchange exchange, Body body) {
    Headers headers = headers(exchange);
    return Invocation.builder()
        .method(exchange.getRequestMethod())
        .target(target(exchange))
        .protocol(exchange.getProtocol())
        .scheme(headers.first("x-forwarded-proto").orElse("http"))
        .remoteAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
        .headers(headers)
        .body(body)
        .build();
  }

  /** The origin form as it was sent; of the absolute form, what follows the authority. */
  private static String target(HttpExchange exchange) {
    var uri = exchange.getRequestURI();
    String text = uri.toString();
    if (uri.getScheme() == null) {
      return text;
    }
    int start = (uri.getScheme() + "://" + uri.getRawAuthority()).length();
    return text.startsWith("/", start) ? text.substring(start) : "/" + text.substring(start);
  }

  private static Headers headers(HttpExchange exchange) {
    var lines = new ArrayList<Header>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> lines.add(new Header(name, value))));
    return Headers.of(lines);
  }
}
