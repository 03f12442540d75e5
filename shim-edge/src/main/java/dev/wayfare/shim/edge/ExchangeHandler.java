package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** One exchange of the JDK's HTTP server: request in, the answer of a function's host out. */
final class ExchangeHandler implements HttpHandler {
  /** {@link HttpExchange#sendResponseHeaders}: no body, where 0 would mean one in chunks. */
  private static final int NO_BODY = -1;

  private static final String DATE = "date";

  /**
   * How much is written at once. With each connection, for as long as it is open, the JDK's server
   * keeps a buffer of twice the largest write ({@code Request.WriteStream}).
   */
  private static final int SLICE_BYTES = 16 << 10;

  private final Functions functions;
  private final BodyRoom bodyRoom;
  private final Health health;

  ExchangeHandler(Functions functions, BodyRoom bodyRoom, Health health) {
    this.functions = functions;
    this.bodyRoom = bodyRoom;
    this.health = health;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var head = new RequestHead(exchange);
      Optional<String> fault = head.fault();
      if (!head.mayBeFollowed()) {
        endConnection(exchange);
      }
      if (health.isAskedBy(exchange)) {
        health.answer(exchange);
        return;
      }
      Optional<FunctionHost> host = functions.at(head.path()).map(Functions.Function::host);
      if (host.isEmpty()) {
        PlainText.send(exchange, 404, "no function has this path");
      } else if (fault.isPresent()) {
        send(exchange, host.get().refuse(400, "this is no request: " + fault.get()));
      } else {
        answer(exchange, head, host.get());
      }
    }
  }

  private void answer(HttpExchange exchange, RequestHead head, FunctionHost host)
      throws IOException {
    InvocationResult result = result(exchange, head, host);
    int room = bodyRoom.claim(result.body().length());
    if (room < 0) {
      send(exchange, host.refuse(503, "too many answers wait for their callers; try again"));
      return;
    }
    try {
      send(exchange, result);
    } finally {
      bodyRoom.release(room);
    }
  }

  private InvocationResult result(HttpExchange exchange, RequestHead head, FunctionHost host) {
    int limitBytes = host.limits().requestBytes();
    int room = bodyRoom.claim(head.contentLength(limitBytes));
    if (room < 0) {
      return host.refuse(503, "too many request bodies are being read; try again in a moment");
    }
    try {
      byte[] body = body(exchange, limitBytes);
      if (body.length > limitBytes) {
        return host.refuse(
            413, "the request body is larger than the limit of " + limitBytes + " bytes");
      }
      return result(head.invocation(Body.of(body)), host);
    } catch (IllegalArgumentException e) {
      return host.refuse(400, "this is no request: " + e.getMessage());
    } finally {
      bodyRoom.release(room);
    }
  }

  /**
   * The host's answer, whose {@code Date} goes on to whoever can put it back: the JDK's server puts
   * its own in the place of a guest's ({@code ExchangeImpl.sendResponseHeaders}).
   */
  private static InvocationResult result(Invocation invocation, FunctionHost host) {
    InvocationResult result = host.invoke(invocation);
    if (result.headers().first(DATE).isEmpty()) {
      return result;
    }
    return CarriedFields.accepts(invocation)
        ? result.withHeaders(CarriedFields.carry(result.headers(), DATE::equals))
        : host.refuse(invocation, 502, "the function set Date, which this server does itself");
  }

  /**
   * The body, or as much of it as shows that it is too long.
   *
   * @throws IllegalArgumentException if it ends too early or its chunks are none; for some of those
   *     the JDK's server throws unchecked exceptions
   */
  private static byte[] body(HttpExchange exchange, int limitBytes) {
    try {
      return exchange.getRequestBody().readNBytes(limitBytes + 1);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("its body is broken: " + e.getMessage(), e);
    }
  }

  private static void endConnection(HttpExchange exchange) {
    exchange.getResponseHeaders().set("Connection", "close");
  }

  private void send(HttpExchange exchange, InvocationResult result) throws IOException {
    boolean isNoRequest = result.origin() == Origin.SHIM && result.status() == 400;
    if (isNoRequest || health.isDraining()) {
      endConnection(exchange);
    }
    for (Header line : result.headers()) {
      exchange.getResponseHeaders().add(line.name(), line.value());
    }
    // What could not be read as a request is refused with a body, whatever its method.
    int length = exchange.getRequestMethod().equals("HEAD") ? 0 : result.body().length();
    exchange.sendResponseHeaders(result.status(), length == 0 ? NO_BODY : length);
    if (length > 0) {
      try (InputStream in = result.body().stream();
          OutputStream out = exchange.getResponseBody()) {
        byte[] slice = new byte[Math.min(length, SLICE_BYTES)];
        for (int count = in.read(slice); count > 0; count = in.read(slice)) {
          out.write(slice, 0, count);
        }
      }
    }
  }
}
