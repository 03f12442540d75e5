package dev.wayfare.router;

import dev.wayfare.router.config.ObservationSettings;
import dev.wayfare.router.config.TracingSettings;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.observe.DecisionLog;
import dev.wayfare.router.observe.LogFileException;
import dev.wayfare.router.observe.Metrics;
import dev.wayfare.router.observe.OtlpTracing;
import dev.wayfare.router.observe.RequestLog;
import dev.wayfare.router.observe.TracingVariables;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of each request, besides its metrics; null for what nobody asked for.
 *
 * @param decisionLog writes what is decided
 * @param requestLog writes what was requested
 * @param tracing sends traces
 */
record Observers(
    @Nullable DecisionLog decisionLog,
    @Nullable RequestLog requestLog,
    @Nullable OtlpTracing tracing) {
  /**
   * @throws RouterException where a log's file cannot be used, or a variable says what the router
   *     cannot do
   */
  static Observers open(ObservationSettings settings, Sources sources) {
    try {
      TracingVariables variables = new TracingVariables(sources.environment());
      Optional<TracingSettings> tracing = variables.settings(settings.tracing());
      return new Observers(
          settings.decisionLog() == null ? null : DecisionLog.open(settings.decisionLog()),
          settings.requestLog() == null
              ? null
              : RequestLog.open(settings.requestLog(), sources.instants()),
          tracing.isEmpty() ? null : OtlpTracing.open(tracing.get(), variables));
    } catch (LogFileException | IllegalArgumentException e) {
      throw new RouterException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Shows what they left out. */
  void show(Metrics metrics) {
    if (decisionLog != null) {
      metrics.show(decisionLog);
    }
    if (requestLog != null) {
      metrics.show(requestLog);
    }
    if (tracing != null) {
      metrics.show(tracing);
    }
  }

  /** Tells {@code metrics} and the logs of a request that has ended. */
  Consumer<Passage> ended(Metrics metrics) {
    return passage -> {
      metrics.ended(passage);
      if (decisionLog != null && passage.decision() != null) {
        decisionLog.accept(passage.decision());
      }
      if (requestLog != null) {
        requestLog.accept(passage);
      }
    };
  }

  /** Writes and sends what is left. */
  void close() {
    if (decisionLog != null) {
      decisionLog.close();
    }
    if (requestLog != null) {
      requestLog.close();
    }
    if (tracing != null) {
      tracing.close();
    }
  }
}
