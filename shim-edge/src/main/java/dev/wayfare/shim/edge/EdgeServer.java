package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpServer;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A plain HTTP/1.1 server that serves a module at every path: {@code java -jar function.jar --host
 * 127.0.0.1 --port 8080}. On SIGTERM it stops accepting, lets requests under way end for up to five
 * seconds, and exits.
 */
public final class EdgeServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** What a server that cannot start exits with. */
  private static final int CANNOT_START = 2;

  private final HttpServer server;
  private final FunctionHost host;
  private final Optional<MetricsServer> metrics;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private EdgeServer(HttpServer server, FunctionHost host, Optional<MetricsServer> metrics) {
    this.server = server;
    this.host = host;
    this.metrics = metrics;
    server.setExecutor(executor);
    server.createContext("/", new ExchangeHandler(host, BodyRoom.ofThisProcess()));
  }

  /** Starts the server, and says on standard output where it listens once it does. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] arguments) {
    try {
      EdgeOptions options = EdgeOptions.parse(arguments);
      EdgeServer server = start(options, EdgeServer.class.getClassLoader());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "wayfare-shutdown"));
      System.out.println("listening http://" + options.authority(server.port()));
      if (options.exitAtStdinEnd()) {
        var unused = System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("wayfare: " + e.getMessage());
      System.exit(CANNOT_START);
    }
  }

  /**
   * Binds the port, then loads the module on the class path of {@code loader}, then serves.
   *
   * @throws IOException if it cannot listen there, saying why
   */
  static EdgeServer start(EdgeOptions options, ClassLoader loader) throws IOException {
    // Header and body leave in two writes; Nagle's algorithm would hold the second back for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Seconds that a request may take to arrive; without it, a caller that stalls is waited for.
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
    HttpServer server = bind(options);
    try {
      FunctionHost host = FunctionHost.builder(loader, System.getenv()).build();
      var edge = new EdgeServer(server, host, metrics(options, host));
      server.start();
      return edge;
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  private static Optional<MetricsServer> metrics(EdgeOptions options, FunctionHost host)
      throws IOException {
    if (options.metricsPort().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MetricsServer.start(options.metricsPort().getAsInt(), host));
    } catch (IOException e) {
      host.close();
      throw e;
    }
  }

  /** Where the host's figures are shown, if they are. */
  OptionalInt metricsPort() {
    return metrics.map(MetricsServer::port).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Stops accepting, waits up to five seconds for what runs, then ends it. */
  @Override
  public void close() {
    // Before Java 25 it sleeps its whole delay on an idle server, so nothing waits for it.
    Thread.ofPlatform().daemon().start(() -> server.stop((int) DRAIN.toSeconds()));
    executor.shutdown();
    try {
      if (!executor.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    host.close();
    metrics.ifPresent(MetricsServer::close);
  }

  private static HttpServer bind(EdgeOptions options) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(options.host(), options.port()), 0);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + options.authority(options.port())
              + " ("
              + e.getMessage()
              + "); choose another --port",
          e);
    } catch (UnresolvedAddressException e) {
      throw new IOException(
          "the host " + options.host() + " is not known; choose another --host", e);
    }
  }
}
