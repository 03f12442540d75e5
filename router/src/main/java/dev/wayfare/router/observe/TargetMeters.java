package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.CanaryWatch;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.ledger.Account;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What is counted of the tries at one target. Made with the first of them; what there is to see of
 * a target that nobody calls is {@linkplain #show shown} apart from it.
 */
final class TargetMeters {
  private final Map<TryOutcome, Counter> tries = new EnumMap<>(TryOutcome.class);
  private final Counter retries;
  private final Counter hedges;
  private final DurationHistogram latency;

  TargetMeters(Target target, MeterRegistry registry, HistogramFamily latencies) {
    Tags tags = tags(target);
    for (TryOutcome outcome : TryOutcome.values()) {
      if (outcome.isSent()) {
        tries.put(
            outcome,
            Counter.builder("wayfare.tries")
                .description("Requests sent to a target, by how they ended")
                .tags(tags.and("outcome", Words.of(outcome)))
                .register(registry));
      }
    }
    this.retries =
        Counter.builder("wayfare.retries")
            .description("Requests that went on elsewhere since this target failed them")
            .tags(tags)
            .register(registry);
    this.hedges =
        Counter.builder("wayfare.hedges")
            .description("Requests that this target got too, since another was slow")
            .tags(tags)
            .register(registry);
    this.latency = latencies.add(Labels.of("function", target.function(), "target", target.id()));
  }

  private static Tags tags(Target target) {
    return Tags.of("function", target.function(), "target", target.id());
  }

  void tried(TryOutcome outcome, Duration took) {
    Counter counted = tries.get(outcome);
    if (counted != null) {
      counted.increment();
    }
    if (outcome == TryOutcome.ANSWERED) {
      latency.record(took.toNanos());
    }
  }

  void hedged() {
    hedges.increment();
  }

  void retried() {
    retries.increment();
  }

  /** Shows how {@code target} stands, and what it costs. */
  static List<Meter> show(Target target, LongSupplier nanoTicker, MeterRegistry registry) {
    Tags tags = tags(target);
    List<Meter> meters = new ArrayList<>(showStanding(target, registry));
    meters.add(
        gauge(
            "wayfare.quote.usd",
            "Expected cost of one more request in US dollars; NaN where not known",
            target,
            it -> quoteUsd(it, nanoTicker),
            tags,
            registry));
    meters.addAll(showSpend(target, tags.and("account", account(target)), registry));
    return meters;
  }

  /** Shows how {@code watch} and its canary stand; what that costs is its target's cost. */
  static List<Meter> show(CanaryWatch watch, MeterRegistry registry) {
    Tags tags = Tags.of("function", watch.canary().function(), "target", watch.target());
    List<Meter> meters = new ArrayList<>(showStanding(watch.canary(), registry));
    meters.add(
        Gauge.builder("wayfare.canary.share", watch, CanaryWatch::share)
            .description("Share of the target's requests that its new version is to get, 0 to 1")
            .tags(tags)
            .strongReference(true)
            .register(registry));
    meters.add(
        Gauge.builder("wayfare.canary.withdrawn", watch, it -> it.withdrawal().isPresent() ? 1 : 0)
            .description("1 where the target's new version failed and gets no more requests")
            .tags(tags)
            .strongReference(true)
            .register(registry));
    return meters;
  }

  private static List<Meter> showStanding(Target target, MeterRegistry registry) {
    Tags tags = tags(target);
    List<Meter> meters = new ArrayList<>(ResilienceMetrics.show(target, registry));
    for (String state : List.of("closed", "open", "half-open")) {
      meters.add(
          gauge(
              "wayfare.breaker",
              "1 for the state that the target's breaker is in",
              target,
              it -> it.health().breaker().equals(state) ? 1 : 0,
              tags.and("state", state),
              registry));
    }
    meters.add(
        gauge(
            "wayfare.in.flight",
            "Requests that were sent to the target and have not ended",
            target,
            Target::inFlight,
            tags,
            registry));
    return meters;
  }

  private static List<Meter> showSpend(Target target, Tags tags, MeterRegistry registry) {
    return List.of(
        FunctionCounter.builder(
                "wayfare.spend.usd", target, it -> it.tariff().spentUsd().doubleValue())
            .description("Estimated cost of this router's requests since its start in US dollars")
            .tags(tags)
            .register(registry),
        gauge(
            "wayfare.spend.month.to.date.usd",
            "Estimated cost of this month's requests of all routers in US dollars",
            target,
            it -> it.tariff().monthToDateUsd().map(Number::doubleValue).orElse(Double.NaN),
            tags,
            registry));
  }

  private static Meter gauge(
      String name,
      String description,
      Target target,
      ToDoubleFunction<Target> value,
      Tags tags,
      MeterRegistry registry) {
    return Gauge.builder(name, target, value)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private static String account(Target target) {
    Account account = Account.of(target.config().sku());
    return account.provider().id() + "/" + account.plan();
  }

  private static double quoteUsd(Target target, LongSupplier nanoTicker) {
    return switch (target.fare(nanoTicker.getAsLong())) {
      case Fare.Known fare -> fare.usd().doubleValue();
      case Fare.Unknown unknown -> Double.NaN;
    };
  }
}
