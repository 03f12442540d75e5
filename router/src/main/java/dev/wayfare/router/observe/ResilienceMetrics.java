package dev.wayfare.router.observe;

import dev.wayfare.router.dispatch.RetryBudget;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Routes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often the router held itself back, for Prometheus. */
final class ResilienceMetrics {
  private ResilienceMetrics() {}

  static void register(Routes routes, MeterRegistry registry) {
    for (Route route : routes.all()) {
      FunctionCounter.builder(
              "wayfare.retry.budget.exhausted", route.retries(), RetryBudget::refusals)
          .description(
              "Requests that were not tried again: the function's retry budget was used up")
          .tags("function", route.function())
          .register(registry);
    }
  }
}
