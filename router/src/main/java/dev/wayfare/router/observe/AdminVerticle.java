package dev.wayfare.router.observe;

import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.AdminKey;
import dev.wayfare.router.dispatch.DecisionJournal;
import dev.wayfare.router.dispatch.Drain;
import dev.wayfare.router.dispatch.Routes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The admin server: health, metrics and targets, for operators and probes. */
public final class AdminVerticle extends VerticleBase {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String DECISIONS = "/decisions/";

  /** Probes have no credential, and learn nothing here. */
  private static final Set<String> HEALTH = Set.of("/healthz", "/readyz");

  private static final Set<String> LONG_PAGES = Set.of("/metrics", "/targets");
  private static final System.Logger LOG = System.getLogger(AdminVerticle.class.getName());
  private static final int IDLE_SECONDS = 60;

  private final Address address;
  private final @Nullable AdminKey key;
  private final Metrics metrics;
  private final Readiness readiness;
  private final TargetsPage targets;
  private final DecisionJournal journal;
  private volatile int port;

  /**
   * A server at {@code address} that shows {@code routes}, not ready once {@code drain} began.
   *
   * @param key what it asks of whoever reads more than health, or null for nothing
   */
  public AdminVerticle(
      Address address,
      @Nullable AdminKey key,
      Routes routes,
      Drain drain,
      Metrics metrics,
      DecisionJournal journal,
      LongSupplier nanoTicker) {
    this.journal = journal;
    this.address = address;
    this.key = key;
    this.metrics = metrics;
    this.readiness = new Readiness(routes, drain);
    this.targets = new TargetsPage(routes, nanoTicker);
  }

  /** The port, once deployed. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false))
        .requestHandler(this::answer)
        .listen()
        .onSuccess(server -> port = server.actualPort());
  }

  /** Long pages are made elsewhere: this event loop forwards requests, too. */
  private void answer(HttpServerRequest request) {
    String path = Objects.requireNonNullElse(request.path(), "");
    if (!HEALTH.contains(path) && !mayRead(request)) {
      refuse(request);
      return;
    }
    if (LONG_PAGES.contains(path)) {
      vertx
          .executeBlocking(() -> page(path), false)
          .onSuccess(page -> answer(request, page))
          .onFailure(
              cause -> {
                LOG.log(System.Logger.Level.ERROR, "no page could be made of " + path, cause);
                answer(request, new Page(Page.BROKEN, TEXT, "This page could not be made.\n"));
              });
    } else {
      answer(request, page(path));
    }
  }

  /**
   * Whether a client sends the key. Where there is none, a page of another site that has a browser
   * of this machine ask a name of its own (DNS rebinding) is told by that name.
   */
  private boolean mayRead(HttpServerRequest request) {
    if (key == null) {
      HostAndPort host = request.authority();
      return host == null
          ? !request.headers().contains(HttpHeaders.HOST)
          : Address.isLoopback(host.host().replaceAll("[\\[\\]]", ""));
    }
    List<String> sent = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    return sent.size() == 1 && key.isIn(sent.getFirst());
  }

  private void refuse(HttpServerRequest request) {
    if (key == null) {
      answer(request, new Page(Page.FORBIDDEN, TEXT, "Ask for this page by a loopback address.\n"));
    } else {
      request.response().putHeader("www-authenticate", "Bearer realm=\"wayfare admin\"");
      answer(request, new Page(Page.UNAUTHORIZED, TEXT, "This page needs the admin key.\n"));
    }
  }

  private static void answer(HttpServerRequest request, Page made) {
    Page page = made;
    HttpMethod method = request.method();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    if (page.status() != Page.NOT_FOUND && !reads) {
      request.response().putHeader("allow", "GET, HEAD");
      page = new Page(Page.NOT_ALLOWED, TEXT, "Only GET and HEAD are answered here.\n");
    }
    request
        .response()
        .setStatusCode(page.status())
        .putHeader("content-type", page.type())
        .putHeader("cache-control", "no-store")
        .end(page.body());
  }

  private Page page(String path) {
    if (path.startsWith(DECISIONS)) {
      return decision(path.substring(DECISIONS.length()));
    }
    return switch (path) {
      case "/healthz" -> new Page(Page.OK, TEXT, "ok\n");
      case "/readyz" -> readyPage();
      case "/metrics" ->
          new Page(Page.OK, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
      case "/targets" -> new Page(Page.OK, JSON, targets.json() + "\n");
      default ->
          new Page(
              Page.NOT_FOUND,
              TEXT,
              "There are /healthz, /readyz, /metrics, /targets and /decisions/ID here.\n");
    };
  }

  private Page decision(String encoded) {
    return decoded(encoded)
        .flatMap(journal::find)
        .map(record -> new Page(Page.OK, JSON, new DecisionPage(record).json() + "\n"))
        .orElseGet(
            () ->
                new Page(
                    Page.NOT_FOUND,
                    TEXT,
                    "No such request is among the last %d; its id is its answer's x-request-id.\n"
                        .formatted(journal.capacity())));
  }

  private static Optional<String> decoded(String encoded) {
    try {
      return Optional.of(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // No id has such an escape.
    }
  }

  private Page readyPage() {
    Optional<String> obstacle = readiness.obstacle();
    return obstacle.isEmpty()
        ? new Page(Page.OK, TEXT, "ready\n")
        : new Page(Page.UNAVAILABLE, TEXT, "not ready: " + obstacle.get() + "\n");
  }

  private record Page(int status, String type, String body) {
    static final int OK = 200;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int BROKEN = 500;
    static final int UNAVAILABLE = 503;
  }
}
