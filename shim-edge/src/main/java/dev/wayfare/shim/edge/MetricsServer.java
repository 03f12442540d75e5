package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wayfare.shim.host.FunctionHost;
import dev.wayfare.shim.host.HostFigures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Shows the function host's figures at {@code /metrics}, on loopback alone, in the text format of
 * Prometheus (version 0.0.4).
 */
final class MetricsServer implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final HttpServer server;
  private final FunctionHost host;

  private MetricsServer(HttpServer server, FunctionHost host) {
    this.server = server;
    this.host = host;
    server.createContext("/metrics", this::answer);
  }

  /**
   * Starts it.
   *
   * @param port 0 takes any free one
   * @throws IOException if it cannot listen there, saying why
   */
  static MetricsServer start(int port, FunctionHost host) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IOException(
          "cannot show metrics on port "
              + port
              + " ("
              + e.getMessage()
              + "); choose another --metrics-port",
          e);
    }
    var metrics = new MetricsServer(server, host);
    server.start();
    return metrics;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] page = page(host.figures()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  static String page(HostFigures figures) {
    var page = new StringBuilder();
    add(page, "guests_ready", "gauge", figures.readyGuests());
    add(page, "guests_leased", "gauge", figures.leasedGuests());
    add(page, "guests_made_total", "counter", figures.madeGuests());
    add(page, "guests_discarded_total", "counter", figures.discardedGuests());
    add(page, "invocations_waiting", "gauge", figures.waitingInvocations());
    add(page, "invocations_total", "counter", figures.invocations());
    add(page, "invocations_rejected_total", "counter", figures.rejectedInvocations());
    add(page, "wait_seconds_total", "counter", figures.waitedNanos() / NANOS_PER_SECOND);
    add(page, "wait_seconds_max", "gauge", figures.longestWaitNanos() / NANOS_PER_SECOND);
    return page.toString();
  }

  private static void add(StringBuilder page, String name, String type, long value) {
    add(page, name, type, Long.toString(value));
  }

  private static void add(StringBuilder page, String name, String type, double value) {
    add(page, name, type, String.format(Locale.ROOT, "%.9f", value));
  }

  private static void add(StringBuilder page, String name, String type, String value) {
    page.append("# TYPE wayfare_host_").append(name).append(' ').append(type).append('\n');
    page.append("wayfare_host_").append(name).append(' ').append(value).append('\n');
  }
}
