package dev.wayfare.router.observe;

import dev.wayfare.router.dispatch.Budgets;
import dev.wayfare.router.dispatch.CanaryWatch;
import dev.wayfare.router.dispatch.Exploration;
import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Passage.Phase;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TrafficListener;
import dev.wayfare.router.ledger.ConsumptionView;
import dev.wayfare.router.ledger.LedgerHealth;
import dev.wayfare.router.prices.PriceFeed;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to requests, for Prometheus; {@code docs/metrics.md} has a row for each
 * metric.
 *
 * <p>No request asks the registry for a meter: those of a function and of a target are found once,
 * with the first request that needs them.
 */
public final class Metrics implements TrafficListener, AutoCloseable {
  /** From what a router takes to what the slowest function may. */
  private static final DurationHistogram.Bounds PHASES =
      DurationHistogram.Bounds.ofMicros(
          50,
          100,
          250,
          500,
          1_000,
          2_500,
          5_000,
          10_000,
          25_000,
          50_000,
          100_000,
          250_000,
          500_000,
          1_000_000,
          2_500_000,
          5_000_000,
          10_000_000,
          30_000_000,
          60_000_000);

  /** Of what there may be thousands: fewer, from what a warm function takes. */
  private static final DurationHistogram.Bounds ANSWERS =
      DurationHistogram.Bounds.ofMicros(
          1_000,
          2_500,
          5_000,
          10_000,
          25_000,
          50_000,
          100_000,
          250_000,
          500_000,
          1_000_000,
          2_500_000,
          10_000_000,
          60_000_000);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HistogramFamily durations =
      family("wayfare_request_seconds", "From a request's head to the end of its answer", ANSWERS);
  private final HistogramFamily latencies =
      family("wayfare_upstream_latency_seconds", "Time until a target's response began", ANSWERS);
  private final DurationHistogram overhead;
  private final DurationHistogram connectionWait;
  private final DurationHistogram upstream;
  private final FunctionMeters unrouted;
  private final Map<String, FunctionMeters> functions = new ConcurrentHashMap<>();
  private final LongSupplier nanoTicker;

  /** What shows a function or a target as it stands; changed by one thread at a time. */
  private final Map<Object, List<Meter>> shown = new HashMap<>();

  private final Map<String, TargetMeters> targets = new ConcurrentHashMap<>();
  private @Nullable ProcessMetrics process;
  private @Nullable ConsumerMetrics consumers;

  /** Metrics of the targets of {@code routes}. */
  public Metrics(Routes routes, LongSupplier nanoTicker) {
    // In nanoseconds, while the other names of processes are in seconds.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    overhead =
        family("wayfare_overhead_seconds", "Time of a request in the router itself", PHASES)
            .add(Labels.EMPTY);
    connectionWait =
        family(
                "wayfare_connection_wait_seconds",
                "Time of a request without a connection to its target",
                PHASES)
            .add(Labels.EMPTY);
    upstream =
        family("wayfare_upstream_seconds", "Time of a request at its targets", PHASES)
            .add(Labels.EMPTY);
    unrouted = new FunctionMeters(null, registry, durations);
    ProcessMetrics.showBuild(registry);
    this.nanoTicker = nanoTicker;
    show(routes);
  }

  private HistogramFamily family(String name, String description, DurationHistogram.Bounds bounds) {
    return HistogramFamily.register(registry.getPrometheusRegistry(), name, description, bounds);
  }

  /** Shows how the targets of {@code routes} stand, in the place of those before. */
  public synchronized void show(Routes routes) {
    Set<Object> now = new HashSet<>(routes.all());
    now.addAll(routes.targets());
    List<CanaryWatch> watches =
        routes.targets().stream().map(Target::watch).filter(Objects::nonNull).toList();
    now.addAll(watches);
    for (Object gone : List.copyOf(shown.keySet())) {
      if (!now.contains(gone)) {
        Objects.requireNonNull(shown.remove(gone)).forEach(registry::remove);
      }
    }
    for (Route route : routes.all()) {
      shown.computeIfAbsent(route, it -> List.of(ResilienceMetrics.show(route, registry)));
    }
    for (Target target : routes.targets()) {
      shown.computeIfAbsent(target, it -> TargetMeters.show(target, nanoTicker, registry));
    }
    for (CanaryWatch watch : watches) {
      shown.computeIfAbsent(watch, it -> TargetMeters.show(watch, registry));
    }
  }

  /** Shows whether the router goes by what its file and state say now, too. */
  public void showReload(BooleanSupplier isInForce) {
    Gauge.builder(
            "wayfare.config.last.reload.successful", isInForce, it -> it.getAsBoolean() ? 1 : 0)
        .description("1 while the router goes by what wayfare.yaml and the state say now")
        .strongReference(true)
        .register(registry);
  }

  /** Shows how current the prices of {@code feed} are, too. */
  public void show(PriceFeed feed) {
    PriceMetrics.register(feed, registry);
  }

  /** Shows how the ledger gets on with its database, too. */
  public void show(LedgerHealth ledger) {
    LedgerMetrics.register(ledger, registry);
  }

  /** Shows whether the money is spent, and what of it exploration cost, too. */
  public void show(Budgets budgets) {
    for (Exploration.Cause cause : Exploration.Cause.values()) {
      FunctionCounter.builder(
              "wayfare.exploration.usd", budgets.exploration(), it -> it.usd(cause).doubleValue())
          .description("Estimated cost of calls made to learn about targets in US dollars")
          .tags("cause", cause.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("wayfare.budget.spent", budgets, it -> it.isSpent() ? 1 : 0)
        .description("1 while the total budget of the day or the month is spent")
        .strongReference(true)
        .register(registry);
  }

  /** Shows what {@code names} used by {@code view}, in the place of those before, too. */
  public synchronized void show(Set<String> names, ConsumptionView view) {
    if (consumers == null) {
      consumers = new ConsumerMetrics(view, registry);
    }
    consumers.show(names);
  }

  /** Shows what the router has taken on, too. */
  public void show(Load load) {
    ResilienceMetrics.register(load, registry);
  }

  /** Shows how much {@code log} wrote and left out, too. */
  public void show(DecisionLog log) {
    String name = "wayfare.decision.log.";
    count(log, name + "written", "Decisions in the decision log", DecisionLog::written);
    count(
        log, name + "dropped", "Decisions left out of the log: many waited", DecisionLog::dropped);
    count(log, name + "failed", "Decisions that could not be written", DecisionLog::failed);
  }

  /** Shows how much {@code log} wrote and left out, too. */
  public void show(RequestLog log) {
    String name = "wayfare.request.log.";
    count(log, name + "written", "Requests in the request log", RequestLog::written);
    count(log, name + "dropped", "Requests left out of the log: many waited", RequestLog::dropped);
    count(log, name + "failed", "Requests that could not be written", RequestLog::failed);
  }

  /** Shows how many spans of {@code tracing} were sent and left out, too. */
  public void show(OtlpTracing tracing) {
    String name = "wayfare.trace.spans.";
    count(tracing, name + "exported", "Spans that a collector took", OtlpTracing::exported);
    count(tracing, name + "dropped", "Spans left out: too many waited", OtlpTracing::dropped);
    count(tracing, name + "failed", "Spans that no collector took", OtlpTracing::failed);
  }

  private <T> void count(T log, String name, String description, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, log, value).description(description).register(registry);
  }

  /** Counts a request that has ended. */
  public void ended(Passage passage) {
    Route route = passage.route();
    FunctionMeters counted = route == null ? unrouted : functions.get(route.function());
    if (counted == null && route != null) {
      counted =
          functions.computeIfAbsent(
              route.function(), it -> new FunctionMeters(route, registry, durations));
    }
    if (counted != null) {
      counted.count(passage);
    }
    overhead.record(passage.nanos(Phase.ROUTER));
    if (passage.decision() != null) {
      connectionWait.record(passage.nanos(Phase.CONNECTION));
      upstream.record(passage.nanos(Phase.UPSTREAM));
    }
  }

  @Override
  public void tried(Target target, TryOutcome outcome, Duration latency) {
    meters(target).tried(outcome, latency);
  }

  @Override
  public void hedged(Target target) {
    meters(target).hedged();
  }

  @Override
  public void retried(Target target) {
    meters(target).retried();
  }

  private TargetMeters meters(Target target) {
    TargetMeters known = targets.get(target.id());
    return known == null
        ? targets.computeIfAbsent(target.id(), it -> new TargetMeters(target, registry, latencies))
        : known;
  }

  /** The text that Prometheus reads. */
  synchronized String scrape() {
    if (process == null) {
      process = new ProcessMetrics(registry);
    }
    return registry.scrape();
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
  }
}
