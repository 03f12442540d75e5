package dev.wayfare.router.proxy;

import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.Bounds;
import dev.wayfare.router.config.TlsSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the listener, with connections of its own to the targets. */
public final class ProxyVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(ProxyVerticle.class.getName());

  /** What the function host takes, 64 KiB of names and values, in at most 256 lines. */
  static final int MAX_REQUEST_FIELDS_BYTES = (64 << 10) + 256 * 4;

  private static final int MAX_REQUEST_LINE_BYTES = 16 << 10;

  private final ProxySetup setup;
  private final RandomGenerator random;
  private final Hops hops;
  private final int loops;
  private @Nullable HttpServer server;
  private @Nullable EventLoop loop;
  private volatile int port;

  /**
   * One of {@code loops} of one deployment, which share a port and {@code hops}; {@code random} is
   * its own.
   */
  public ProxyVerticle(ProxySetup setup, Hops hops, RandomGenerator random, int loops) {
    this.setup = setup;
    this.hops = hops;
    this.random = random;
    this.loops = loops;
  }

  /** The port, once deployed. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    Bounds bounds = setup.settings().bounds();
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(TargetConnections.options(bounds))
            .with(TargetConnections.pool(bounds, loops))
            .withConnectHandler(ProxyVerticle::expectErrors)
            .build();
    EventLoop made =
        new EventLoop(
            setup,
            vertx,
            new Upstream(vertx, client, setup.credentials(), setup.tls()),
            new Countdown(vertx, setup.nanoTicker(), bounds.timeout()),
            new Countdown(vertx, setup.nanoTicker(), bounds.tryTimeout()),
            new ClientConnections(vertx, bounds.idleTimeout()),
            new RequestIds(random),
            hops,
            random);
    loop = made;
    HttpServer created = vertx.createHttpServer(serverOptions());
    server = created;
    return created
        .connectionHandler(connection -> connected(made, connection))
        .exceptionHandler(ProxyVerticle::note)
        .requestHandler(request -> accept(made, request))
        .listen(address())
        .onSuccess(listening -> port = listening.actualPort());
  }

  /** Asks the clients to connect elsewhere; the setup's {@code drain} has begun. */
  public void drain() {
    EventLoop own = loop;
    if (own != null) {
      context.runOnContext(now -> own.clients().drain());
    }
  }

  /** Stops accepting, and lets the requests under way take the time that they may. */
  @Override
  public Future<?> stop() {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(setup.settings().bounds().timeout());
  }

  private static void connected(EventLoop loop, HttpConnection connection) {
    expectErrors(connection);
    loop.clients().add(connection, loop.setup().drain().hasBegun());
  }

  /** A broken connection is nothing to alarm anybody about: its exchange sees to it. */
  private static void expectErrors(HttpConnection connection) {
    connection.exceptionHandler(ProxyVerticle::note);
  }

  private static void note(Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "a connection broke", cause);
  }

  private static void accept(EventLoop loop, HttpServerRequest request) {
    request.pause();
    ClientConnections.Connection connection = loop.clients().of(request.connection());
    if (connection.takesNoMore()) {
      request.connection().close();
      return;
    }
    Exchange exchange = new Exchange(loop, connection, request);
    try {
      exchange.begin();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a request broke the router", e);
      exchange.refuse(Refusal.broken());
    }
  }

  /** Where port 0 is asked for, all loops must get the same free port. */
  private SocketAddress address() {
    Address address = setup.settings().listener();
    return address.port() == 0
        ? SocketAddress.sharedRandomPort(1, address.host())
        : SocketAddress.inetSocketAddress(address.port(), address.host());
  }

  /**
   * Uses what the files of {@code tls} hold for connections to come, of all listeners that share
   * the port; blocks.
   *
   * @throws TlsException where they cannot be used
   */
  public Future<?> useTls(TlsSettings tls) {
    return server == null
        ? Future.succeededFuture()
        : server.updateSSLOptions(TlsMaterial.read(vertx, tls).options());
  }

  private HttpServerOptions serverOptions() {
    TlsSettings tls = setup.settings().tls();
    HttpServerOptions options = plainOptions();
    return tls == null ? options : TlsMaterial.read(vertx, tls).addTo(options);
  }

  private static HttpServerOptions plainOptions() {
    return new HttpServerOptions()
        .setHandle100ContinueAutomatically(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setInitialSettings(Multiplexing.settings())
        .setHttp2RstFloodMaxRstFramePerWindow(Multiplexing.MOST_RESETS)
        .setHttp2RstFloodWindowDuration(Multiplexing.RESET_WINDOW_SECONDS)
        .setHttp2MaxSmallContinuationFrames(Multiplexing.MOST_SMALL_CONTINUATIONS)
        .setMaxHeaderSize(MAX_REQUEST_FIELDS_BYTES)
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES);
  }
}
