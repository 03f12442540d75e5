package dev.wayfare.router.proxy;

import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.Bounds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the listener, with connections of its own to the targets. */
public final class ProxyVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(ProxyVerticle.class.getName());
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** Less than what common servers keep, so that it is mostly the router who closes. */
  private static final int KEEP_ALIVE_SECONDS = 15;

  private static final long IDLE_MARGIN_SECONDS = 30;

  /** What the function host takes, 64 KiB of names and values, in at most 256 lines. */
  private static final int MAX_REQUEST_FIELDS_BYTES = (64 << 10) + 256 * 4;

  /**
   * The same in an answer whose fields all are carried, which takes a third more; and the meter.
   */
  static final int MAX_RESPONSE_FIELDS_BYTES = 96 << 10;

  private static final int MAX_REQUEST_LINE_BYTES = 16 << 10;

  private final ProxySetup setup;
  private final RandomGenerator random;
  private final int loops;
  private @Nullable HttpServer server;
  private volatile int port;

  /** One of {@code loops} of one deployment, which share a port; {@code random} is its own. */
  public ProxyVerticle(ProxySetup setup, RandomGenerator random, int loops) {
    this.setup = setup;
    this.random = random;
    this.loops = loops;
  }

  /** The port, once deployed. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(clientOptions())
            .with(poolOptions())
            .withConnectHandler(ProxyVerticle::expectErrors)
            .build();
    Bounds bounds = setup.settings().bounds();
    EventLoop loop =
        new EventLoop(
            setup,
            vertx,
            client,
            new Countdown(vertx, setup.nanoTicker(), bounds.timeout()),
            new Countdown(vertx, setup.nanoTicker(), bounds.tryTimeout()),
            new RequestIds(random),
            random);
    HttpServer created = vertx.createHttpServer(serverOptions());
    server = created;
    return created
        .connectionHandler(this::connected)
        .exceptionHandler(ProxyVerticle::note)
        .requestHandler(request -> accept(loop, request))
        .listen(address())
        .onSuccess(listening -> port = listening.actualPort());
  }

  /** Stops accepting, and lets the requests under way end. */
  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.shutdown(DRAIN);
  }

  private void connected(HttpConnection connection) {
    expectErrors(connection);
    if (setup.load().connect()) {
      connection.closeHandler(closed -> setup.load().disconnect());
    } else {
      connection.close();
    }
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
    Exchange exchange = new Exchange(loop, request);
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

  private HttpServerOptions serverOptions() {
    Bounds bounds = setup.settings().bounds();
    return new HttpServerOptions()
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxHeaderSize(MAX_REQUEST_FIELDS_BYTES)
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout((int) (bounds.timeout().toSeconds() + IDLE_MARGIN_SECONDS));
  }

  private HttpClientOptions clientOptions() {
    int connectMillis = (int) setup.settings().bounds().connectTimeout().toMillis();
    return new HttpClientOptions()
        .setConnectTimeout(connectMillis)
        .setSslHandshakeTimeout(connectMillis)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setDecompressionSupported(false)
        .setMaxHeaderSize(MAX_RESPONSE_FIELDS_BYTES);
  }

  private PoolOptions poolOptions() {
    Bounds bounds = setup.settings().bounds();
    return new PoolOptions()
        .setHttp1MaxSize(Math.ceilDiv(bounds.maxConnectionsPerTarget(), loops))
        .setMaxWaitQueueSize(Math.ceilDiv(bounds.maxWaitingPerTarget(), loops));
  }
}
