package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Endpoint;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.Trace;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.health.Fault;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The client span of one try. */
final class TrySpan implements Trace.Try {
  private static final int FIRST_ERROR = 400;

  private final Span span;
  private String parent = "";
  private @Nullable String state;

  /**
   * @param context that of {@code span}
   */
  TrySpan(Span span, Context context) {
    this.span = span;
    W3CTraceContextPropagator.getInstance().inject(context, this, TrySpan::put);
  }

  private static void put(@Nullable TrySpan carrier, String key, String value) {
    if (carrier != null && key.equals("traceparent")) {
      carrier.parent = value;
    } else if (carrier != null) {
      carrier.state = value;
    }
  }

  /** Says where the try goes; no query, which may hold what nobody else is to know. */
  void describe(Passage passage, Target target, Candidate candidate, int triesBefore) {
    Endpoint endpoint = target.endpoint();
    HttpAttributes.putMethod(span, passage.method());
    span.setAttribute(HttpAttributes.SERVER, endpoint.address());
    span.setAttribute(HttpAttributes.PORT, endpoint.port());
    span.setAttribute(
        HttpAttributes.URL,
        "%s://%s:%d%s%s"
            .formatted(
                endpoint.tls() ? "https" : "http",
                endpoint.host(),
                endpoint.port(),
                endpoint.basePath(),
                passage.path().orElse("")));
    span.setAttribute(HttpAttributes.TARGET, target.id());
    if (candidate.fare() instanceof Fare.Known fare) {
      span.setAttribute(HttpAttributes.QUOTE, fare.usd().doubleValue());
    }
    if (triesBefore > 0) {
      span.setAttribute(HttpAttributes.RESENDS, triesBefore);
    }
  }

  @Override
  public String parent() {
    return parent;
  }

  @Override
  public @Nullable String state() {
    return state;
  }

  @Override
  public void ended(TryOutcome outcome, int status, @Nullable Fault fault) {
    if (span.isRecording()) {
      span.setAttribute(HttpAttributes.OUTCOME, Words.of(outcome));
      if (status != 0) {
        span.setAttribute(HttpAttributes.STATUS, status);
      }
      if (status >= FIRST_ERROR) {
        HttpAttributes.fail(span, Integer.toString(status));
      } else if (fault != null) {
        HttpAttributes.fail(span, Words.of(fault));
      }
    }
    span.end();
  }
}
