package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of the requests for one function, or of those for none. Made with the first of
 * them, so that a function that nobody calls has no series here.
 */
final class FunctionMeters {
  private static final int HUNDRED = 100;
  private static final int LEAST_CLASS = 2;
  private static final int CLASSES = 4;

  private final String function;
  private final MeterRegistry registry;
  private final Counter[] byClass = new Counter[CLASSES];
  private final Counter abandoned;
  private final Counter cutOff;
  private final DurationHistogram duration;
  private final @Nullable Decisions decisions;
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<String, Comparison.Sums> sums = new ConcurrentHashMap<>();
  private volatile @Nullable Comparison comparison;

  /** What is counted of the decisions where there is a function to decide for. */
  private record Decisions(
      Map<Decision.Reason, Counter> byReason, Counter barred, Counter failing) {
    static Decisions of(Route route, MeterRegistry registry) {
      Map<Decision.Reason, Counter> byReason = new EnumMap<>(Decision.Reason.class);
      for (Decision.Reason reason : Decision.Reason.values()) {
        byReason.put(reason, counter(route, Words.of(reason), registry));
      }
      return new Decisions(
          byReason,
          counter(route, "shed-barred", registry),
          counter(route, "shed-failing", registry));
    }

    private static Counter counter(Route route, String reason, MeterRegistry registry) {
      return Counter.builder("wayfare.decisions")
          .description("Decisions by why they were made so")
          .tags("function", route.function(), "reason", reason)
          .register(registry);
    }

    void count(Decision decision) {
      switch (decision) {
        case Decision.Shed shed -> (shed.isBarred() ? barred : failing).increment();
        case Decision.Routed routed ->
            Objects.requireNonNull(byReason.get(routed.reason())).increment();
      }
    }
  }

  /**
   * @param route the function's, or null for requests of none
   */
  FunctionMeters(@Nullable Route route, MeterRegistry registry, HistogramFamily durations) {
    this.function = route == null ? "" : route.function();
    this.registry = registry;
    for (int i = 0; i < CLASSES; i++) {
      byClass[i] = requests(LEAST_CLASS + i + "xx");
    }
    this.abandoned = requests("abandoned");
    this.cutOff = requests("cut-off");
    this.duration = durations.add(Labels.of("function", function));
    this.decisions = route == null ? null : Decisions.of(route, registry);
  }

  private Counter requests(String status) {
    return Counter.builder("wayfare.requests")
        .description("Requests by the class of their answer's status, or why there was none")
        .tags("function", function, "status", status)
        .register(registry);
  }

  void count(Passage ended) {
    counter(Objects.requireNonNull(ended.end()), ended.status()).increment();
    duration.record(ended.totalNanos());
    DecisionRecord made = ended.decision();
    if (made != null && decisions != null && ended.route() != null) {
      decisions.count(made.decision());
      if (made.decision() instanceof Decision.Routed routed) {
        comparison(ended.route()).count(routed);
      }
    }
    if (ended.refusal() != null) {
      refusals.computeIfAbsent(ended.refusal(), this::refusal).increment();
    }
  }

  /** That of the last request, unless the function's targets have changed since. */
  private Comparison comparison(Route route) {
    Comparison last = comparison;
    if (last == null || !last.isOf(route)) {
      last = new Comparison(route, sums, registry);
      comparison = last;
    }
    return last;
  }

  private Counter counter(Passage.End end, int status) {
    return switch (end) {
      case ANSWERED -> byClass[Math.clamp(status / HUNDRED - LEAST_CLASS, 0, CLASSES - 1)];
      case ABANDONED -> abandoned;
      case CUT_OFF -> cutOff;
    };
  }

  private Counter refusal(String cause) {
    return Counter.builder("wayfare.refusals")
        .description("Requests that the router answered by itself, by why")
        .tags("function", function, "cause", cause)
        .register(registry);
  }
}
