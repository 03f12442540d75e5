package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wayfare.shim.host.HostFigures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.function.Function;

/**
 * Shows what operators ask for, on a port of its own: {@code /healthz} (200 while the process
 * lives), {@code /readyz} (200, or 503 once it ends), and {@code /metrics}, the figures of each
 * function's host in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text format</a>.
 */
final class AdminServer implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final HttpServer server;

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws IOException if it cannot listen there, saying why
   */
  static AdminServer start(EdgeOptions.Address address, Functions functions, Health health)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "cannot show metrics on "
              + address.authority(address.port())
              + " ("
              + e.getMessage()
              + "); choose others with --metrics-host and --metrics-port",
          e);
    }
    server.createContext("/healthz", exchange -> answer(exchange, each -> send(each, "alive")));
    server.createContext("/readyz", exchange -> answer(exchange, health::answer));
    server.createContext(
        "/metrics",
        exchange ->
            answer(
                exchange,
                each -> PlainText.send(each, 200, "text/plain; version=0.0.4", page(functions))));
    server.setExecutor(task -> Thread.ofVirtual().name("admin").start(task));
    server.start();
    return new AdminServer(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** What answers an exchange. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      answer.to(exchange);
    }
  }

  private static void send(HttpExchange exchange, String line) throws IOException {
    PlainText.send(exchange, 200, line);
  }

  static String page(Functions functions) {
    var page = new Page(functions);
    page.add("guests_ready", "gauge", HostFigures::readyGuests);
    page.add("guests_leased", "gauge", HostFigures::leasedGuests);
    page.add("guests_made_total", "counter", HostFigures::madeGuests);
    page.add("guests_discarded_total", "counter", HostFigures::discardedGuests);
    page.add("invocations_waiting", "gauge", HostFigures::waitingInvocations);
    page.add("invocations_total", "counter", HostFigures::invocations);
    page.add("invocations_rejected_total", "counter", HostFigures::rejectedInvocations);
    page.add("wait_seconds_total", "counter", each -> seconds(each.waitedNanos()));
    page.add("wait_seconds_max", "gauge", each -> seconds(each.longestWaitNanos()));
    return page.text.toString();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.9f", nanos / NANOS_PER_SECOND);
  }

  /** One page: each metric, and in it each function. */
  private static final class Page {
    private final Functions functions;
    private final StringBuilder text = new StringBuilder();

    Page(Functions functions) {
      this.functions = functions;
    }

    void add(String name, String type, Function<HostFigures, Object> value) {
      text.append("# TYPE wayfare_host_").append(name).append(' ').append(type).append('\n');
      for (Functions.Function each : functions.all()) {
        text.append("wayfare_host_").append(name);
        // A prefix holds neither line ends nor, since requests cannot, quotes and backslashes.
        text.append("{prefix=\"").append(each.prefix()).append("\"} ");
        text.append(value.apply(each.host().figures())).append('\n');
      }
    }
  }
}
