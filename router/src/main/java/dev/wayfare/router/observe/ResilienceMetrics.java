package dev.wayfare.router.observe;

import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.RetryBudget;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Target;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How often the router held itself back, for Prometheus. */
final class ResilienceMetrics {
  private ResilienceMetrics() {}

  static void register(Load load, MeterRegistry registry) {
    gauge("wayfare.requests.under.way", "Requests under way", load, Load::requests, registry);
    gauge(
        "wayfare.client.connections",
        "Open connections of clients",
        load,
        Load::connections,
        registry);
    gauge(
        "wayfare.retry.memory.bytes",
        "Room taken for bodies that are kept so that they can be sent again",
        load,
        Load::keptBytes,
        registry);
    FunctionCounter.builder("wayfare.load.shed", load, Load::shed)
        .description("Requests refused since there were too many under way")
        .register(registry);
    FunctionCounter.builder("wayfare.client.connections.closed", load, Load::closed)
        .description("Connections of clients closed since there were too many")
        .register(registry);
  }

  private static void gauge(
      String name,
      String description,
      Load load,
      ToDoubleFunction<Load> value,
      MeterRegistry registry) {
    Gauge.builder(name, load, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  static Meter show(Route route, MeterRegistry registry) {
    return FunctionCounter.builder(
            "wayfare.retry.budget.exhausted", route.retries(), RetryBudget::refusals)
        .description("Requests that were not tried again: the function's retry budget was used up")
        .tags("function", route.function())
        .register(registry);
  }

  static List<Meter> show(Target target, MeterRegistry registry) {
    Tags tags = Tags.of("function", target.function(), "target", target.id());
    return List.of(
        Gauge.builder("wayfare.concurrency.limit", target, Target::limit)
            .description("The most requests that the target may have at once, as learnt")
            .tags(tags)
            .strongReference(true)
            .register(registry),
        FunctionCounter.builder("wayfare.concurrency.full", target, Target::timesFull)
            .description(
                "Requests that did not go to the target since it had as many as it may have")
            .tags(tags)
            .register(registry));
  }
}
