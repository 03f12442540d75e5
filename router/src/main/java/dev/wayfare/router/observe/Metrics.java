package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Budgets;
import dev.wayfare.router.dispatch.Exploration;
import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TrafficListener;
import dev.wayfare.router.ledger.LedgerHealth;
import dev.wayfare.router.prices.PriceFeed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** Counts what happens to requests, for Prometheus. */
public final class Metrics implements TrafficListener {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, TargetMeters> meters = new HashMap<>();

  /** What is counted per target, found once. */
  private record TargetMeters(
      Map<TryOutcome, Counter> tries, Timer latency, Counter retries, Counter hedges) {}

  /** Metrics of the targets of {@code routes}. */
  public Metrics(Routes routes, LongSupplier nanoTicker) {
    for (Target target : routes.targets()) {
      Tags tags = Tags.of("function", target.function(), "target", target.id());
      meters.put(target.id(), register(tags));
      registerGauges(target, tags, nanoTicker);
    }
    ResilienceMetrics.register(routes, registry);
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

  /** Shows what the router has taken on, too. */
  public void show(Load load) {
    ResilienceMetrics.register(load, registry);
  }

  /** Shows how much {@code log} wrote and left out, too. */
  public void show(DecisionLog log) {
    count(log, "written", "Decisions in the decision log", DecisionLog::written);
    count(log, "dropped", "Decisions left out of the log: many waited", DecisionLog::dropped);
    count(log, "failed", "Decisions that could not be written to the log", DecisionLog::failed);
  }

  private void count(
      DecisionLog log, String what, String description, ToDoubleFunction<DecisionLog> value) {
    FunctionCounter.builder("wayfare.decision.log." + what, log, value)
        .description(description)
        .register(registry);
  }

  private TargetMeters register(Tags tags) {
    Map<TryOutcome, Counter> tries = new EnumMap<>(TryOutcome.class);
    for (TryOutcome outcome : TryOutcome.values()) {
      if (outcome.isSent()) {
        tries.put(
            outcome,
            Counter.builder("wayfare.requests")
                .description("Requests sent to a target, by how they ended")
                .tags(tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
                .register(registry));
      }
    }
    return new TargetMeters(
        tries,
        Timer.builder("wayfare.upstream.latency")
            .description("Time until a target's response began")
            .tags(tags)
            .publishPercentileHistogram(false)
            .register(registry),
        Counter.builder("wayfare.retries")
            .description("Requests that went on elsewhere since this target failed them")
            .tags(tags)
            .register(registry),
        Counter.builder("wayfare.hedges")
            .description("Requests that this target got too, since another was slow")
            .tags(tags)
            .register(registry));
  }

  private void registerGauges(Target target, Tags tags, LongSupplier nanoTicker) {
    for (String state : List.of("closed", "open", "half-open")) {
      Gauge.builder("wayfare.breaker", target, it -> it.health().breaker().equals(state) ? 1 : 0)
          .description("1 for the state that the target's breaker is in")
          .tags(tags.and("state", state))
          .strongReference(true)
          .register(registry);
    }
    Gauge.builder("wayfare.quote.usd", target, it -> quoteUsd(it, nanoTicker))
        .description("Expected cost of one more request in US dollars; NaN where not known")
        .tags(tags)
        .strongReference(true)
        .register(registry);
    Gauge.builder(
            "wayfare.spend.month.to.date.usd",
            target,
            it -> it.tariff().monthToDateUsd().map(Number::doubleValue).orElse(Double.NaN))
        .description("Estimated cost of this month's requests in US dollars")
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private static double quoteUsd(Target target, LongSupplier nanoTicker) {
    return switch (target.fare(nanoTicker.getAsLong())) {
      case Fare.Known fare -> fare.usd().doubleValue();
      case Fare.Unknown unknown -> Double.NaN;
    };
  }

  @Override
  public void tried(Target target, TryOutcome outcome, Duration latency) {
    TargetMeters counted = meters.get(target.id());
    if (counted == null) {
      return;
    }
    Counter tries = counted.tries().get(outcome);
    if (tries != null) {
      tries.increment();
    }
    if (outcome == TryOutcome.ANSWERED) {
      counted.latency().record(latency);
    }
  }

  @Override
  public void hedged(Target target) {
    TargetMeters counted = meters.get(target.id());
    if (counted != null) {
      counted.hedges().increment();
    }
  }

  @Override
  public void retried(Target target) {
    TargetMeters counted = meters.get(target.id());
    if (counted != null) {
      counted.retries().increment();
    }
  }

  @Override
  public void refused(String function, int status) {
    Counter.builder("wayfare.refusals")
        .description("Requests that the router answered by itself")
        .tags("function", function, "status", Integer.toString(status))
        .register(registry)
        .increment();
  }

  /** The text that Prometheus reads. */
  String scrape() {
    return registry.scrape();
  }
}
