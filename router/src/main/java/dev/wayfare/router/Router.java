package dev.wayfare.router;

import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.Bounds;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.RouterSettings;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.dispatch.DecisionJournal;
import dev.wayfare.router.dispatch.Drain;
import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.observe.AdminVerticle;
import dev.wayfare.router.observe.Metrics;
import dev.wayfare.router.proxy.Gate;
import dev.wayfare.router.proxy.Hops;
import dev.wayfare.router.proxy.PriorKnowledge;
import dev.wayfare.router.proxy.Prober;
import dev.wayfare.router.proxy.ProxySetup;
import dev.wayfare.router.proxy.ProxyVerticle;
import dev.wayfare.router.proxy.TlsException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A running router. */
public final class Router implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Router.class.getName());
  private static final int START_SECONDS = 10;

  /** What a close takes beyond the requests under way. */
  private static final Duration CLOSING = Duration.ofSeconds(3);

  /** What a close grants a look at files that is under way. */
  private static final Duration LOOK_UNDER_WAY = Duration.ofSeconds(1);

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LEAST_LOOPS = 2;

  /** With the snapshots that they hold, about 10 MB where a function has 12 targets. */
  private static final int DECISIONS = 4096;

  private final Vertx vertx;
  private final Watch watch;
  private final ProxySetup setup;
  private final List<ProxyVerticle> proxies;
  private final int adminPort;
  private final Wiring wiring;
  private final OutboundAccess outbound;
  private final Metrics metrics;

  private Router(
      Vertx vertx,
      Watch watch,
      Wiring wiring,
      OutboundAccess outbound,
      Metrics metrics,
      ProxySetup setup,
      List<ProxyVerticle> proxies,
      int adminPort) {
    this.vertx = vertx;
    this.watch = watch;
    this.wiring = wiring;
    this.outbound = outbound;
    this.metrics = metrics;
    this.setup = setup;
    this.proxies = proxies;
    this.adminPort = adminPort;
  }

  /**
   * Starts a router with the shipped prices and the system's clocks.
   *
   * @throws RouterException where a target has no endpoint, a port cannot be listened on, or files
   *     of TLS, the ledger or the decision log cannot be used
   */
  public static Router start(WayfareConfig config) {
    WayfareConfig servable = Wiring.servable(config);
    LedgerOpening opening = LedgerOpening.begin(servable, System.getenv());
    return start(servable, Sources.system(), opening);
  }

  /** Starts a router with other sources of prices, time and randomness. */
  public static Router start(WayfareConfig config, Sources sources) {
    WayfareConfig servable = Wiring.servable(config);
    return start(servable, sources, LedgerOpening.begin(servable, sources.environment()));
  }

  private static Router start(WayfareConfig config, Sources sources, LedgerOpening opening) {
    int loops = Math.max(LEAST_LOOPS, Runtime.getRuntime().availableProcessors());
    Gate gate = new Gate(config.router().bounds().idleTimeout());
    Vertx vertx = vertx(loops, gate);
    Wiring wiring;
    try {
      wiring = Wiring.of(config, sources, opening);
    } catch (RuntimeException e) {
      close(vertx, CLOSING);
      throw e;
    }
    OutboundAccess outbound = OutboundAccess.of(vertx, sources);
    Watch watch = new Watch(LOOK_UNDER_WAY);
    try {
      outbound.use(config);
      return start(vertx, watch, gate, loops, wiring, outbound, config.router(), sources);
    } catch (RuntimeException e) {
      watch.close();
      close(vertx, CLOSING);
      outbound.close();
      wiring.close();
      throw e;
    }
  }

  private static Vertx vertx(int loops, Gate gate) {
    return Vertx.builder()
        .withTransport(PriorKnowledge.transport(gate))
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)))
        .build();
  }

  private static Router start(
      Vertx vertx,
      Watch watch,
      Gate gate,
      int loops,
      Wiring wiring,
      OutboundAccess outbound,
      RouterSettings settings,
      Sources sources) {
    Routes routes = wiring.routes();
    Metrics metrics = new Metrics(routes, sources.nanoTicker());
    metrics.show(wiring.feed());
    metrics.show(wiring.ledger().health());
    metrics.show(wiring.budgets());
    Load load = new Load(settings.resilience().load());
    metrics.show(load);
    metrics.show(wiring.access().consumers(), wiring.access().view());
    wiring.observers().show(metrics);
    Drain drain = new Drain();
    DecisionJournal journal = new DecisionJournal(DECISIONS, sources.instants());
    AdminVerticle admin =
        new AdminVerticle(
            settings.admin(),
            settings.adminKey(),
            routes,
            drain,
            metrics,
            journal,
            sources.nanoTicker());
    ProxySetup setup =
        new ProxySetup(
            routes,
            wiring.access(),
            settings,
            drain,
            load,
            outbound.credentials(),
            outbound.tls(),
            sources.nanoTicker(),
            metrics,
            journal,
            wiring.observers().ended(metrics),
            wiring.observers().tracing());
    Hops hops = Hops.draw(sources.random().split());
    TlsReload tls = settings.tls() == null ? null : new TlsReload(settings.tls());
    List<ProxyVerticle> proxies = new CopyOnWriteArrayList<>();
    deploy(
        vertx.deployVerticle(
            () -> {
              ProxyVerticle proxy = new ProxyVerticle(setup, hops, sources.random().split(), loops);
              proxies.add(proxy);
              return proxy;
            },
            new DeploymentOptions().setInstances(loops)),
        settings.listener(),
        "--port");
    ProxyVerticle listener = proxies.getFirst();
    int port = listener.port();
    gate.count(port, load);
    if (tls != null) {
      watch.look(SECOND, SECOND, () -> tls.tick(listener));
    }
    watch.look(SECOND, SECOND, outbound.tls()::tick);
    watch.look(AT_ONCE, MINUTE, wiring.feed()::tick);
    deploy(vertx.deployVerticle(new Prober(setup, hops)), settings.listener(), "--port");
    // The last one: whoever reads there that the router is ready can send it requests.
    deploy(vertx.deployVerticle(admin), settings.admin(), "--admin-port");
    LOG.log(
        System.Logger.Level.INFO,
        "listening on {0}:{1,number,#}, admin on {2}:{3,number,#}",
        settings.listener().host(),
        port,
        settings.admin().host(),
        admin.port());
    return new Router(vertx, watch, wiring, outbound, metrics, setup, proxies, admin.port());
  }

  private static void deploy(Future<String> deployment, Address address, String option) {
    try {
      deployment.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause(), address, option);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RouterException("the start was interrupted", e);
    } catch (TimeoutException e) {
      throw new RouterException("the router did not start within %d s".formatted(START_SECONDS), e);
    }
  }

  private static RouterException failure(Throwable cause, Address address, String option) {
    if (cause instanceof TlsException tls) {
      return new RouterException(String.valueOf(tls.getMessage()), tls);
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof IOException && message.contains("already in use")) {
      return new RouterException(
          "port %d on %s is in use; choose another with %s"
              .formatted(address.port(), address.host(), option),
          cause);
    }
    if (cause instanceof IOException) {
      return new RouterException(
          "cannot listen on port %d of %s (%s); choose another with %s"
              .formatted(address.port(), address.host(), message, option),
          cause);
    }
    return new RouterException(
        "cannot listen on port %d of %s: %s"
            .formatted(address.port(), address.host(), cause.getMessage()),
        cause);
  }

  /**
   * Takes up functions, accounts, budgets and consumers that change in the file from now on, and
   * what is deployed, within a second or two.
   *
   * @param read the file as this router was started from it
   * @param reader reads it again; throws {@link InvalidConfigException} where it is not valid
   * @return looks at the file at once when it is run
   */
  public Runnable follow(WayfareConfig read, Supplier<WayfareConfig> reader) {
    Reload reload =
        new Reload(
            next -> {
              WayfareConfig servable = Wiring.servable(next);
              outbound.use(servable);
              wiring.use(servable);
              metrics.show(wiring.routes());
              metrics.show(wiring.access().consumers(), wiring.access().view());
            },
            read,
            reader);
    metrics.showReload(reload::isInForce);
    watch.look(SECOND, SECOND, reload::tick);
    return reload::now;
  }

  /** The port that requests arrive at. */
  public int port() {
    return proxies.getFirst().port();
  }

  /** The admin server's port. */
  public int adminPort() {
    return adminPort;
  }

  /**
   * Says that it is not ready and asks clients to connect elsewhere, for the time of {@link
   * Bounds#drainTime}; then stops accepting, lets requests under way take the time that they may,
   * writes the ledger and the decision log, and closes everything. A second call does nothing.
   */
  @Override
  public void close() {
    Bounds bounds = setup.settings().bounds();
    if (!setup.drain().begin()) {
      return;
    }
    proxies.forEach(ProxyVerticle::drain);
    boolean isInterrupted = false;
    try {
      Thread.sleep(bounds.drainTime());
    } catch (InterruptedException e) {
      isInterrupted = true; // In good order, but from now on.
    }
    watch.close();
    isInterrupted |= Thread.interrupted();
    close(vertx, bounds.timeout().plus(CLOSING));
    isInterrupted |= Thread.interrupted(); // What is left to write is written all the same.
    outbound.close();
    wiring.close();
    metrics.close();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Vertx vertx, Duration patience) {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "the router did not close in good order", e);
    }
  }
}
