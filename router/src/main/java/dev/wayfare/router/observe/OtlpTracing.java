package dev.wayfare.router.observe;

import dev.wayfare.router.config.TracingSettings;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Trace;
import dev.wayfare.router.dispatch.Tracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Traces by OpenTelemetry: a server span for each request and a client span for each try, sent as
 * OTLP over HTTP. No class of OpenTelemetry is loaded where this one is not.
 */
public final class OtlpTracing implements Tracing, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SpanQueue queue;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /** What a request says of the trace that it is a part of. */
  private record Incoming(@Nullable String parent, @Nullable String state) {}

  /** Reads {@link Incoming} for the propagator. */
  private static final class Getter implements TextMapGetter<Incoming> {
    static final Getter INSTANCE = new Getter();

    @Override
    public @Nullable String get(@Nullable Incoming from, String key) {
      if (from == null) {
        return null;
      }
      return key.equals("traceparent") ? from.parent() : from.state();
    }
  }

  private OtlpTracing(SpanQueue queue, SdkTracerProvider provider) {
    this.queue = queue;
    this.provider = provider;
    this.tracer = provider.get("dev.wayfare.router");
  }

  /** Traces as {@code settings} have it; what they do not say is in {@code variables}. */
  public static OtlpTracing open(TracingSettings settings, TracingVariables variables) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint().toString())
            .setConnectTimeout(TIMEOUT)
            .setTimeout(TIMEOUT)
            .setRetryPolicy(null);
    variables.headers().forEach(exporter::addHeader);
    SpanQueue queue = new SpanQueue(exporter.build());
    return new OtlpTracing(
        queue,
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(resource(variables))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
            .addSpanProcessor(queue)
            .build());
  }

  private static Attributes resource(TracingVariables variables) {
    AttributesBuilder attributes = Attributes.builder();
    variables.resource().forEach(attributes::put);
    return attributes.build();
  }

  @Override
  public Trace begin(Passage passage, @Nullable String parent, @Nullable String state) {
    Context context =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), new Incoming(parent, state), Getter.INSTANCE);
    Span span =
        tracer
            .spanBuilder(HttpAttributes.method(passage.method()))
            .setSpanKind(SpanKind.SERVER)
            .setParent(context)
            .startSpan();
    return new RequestSpan(tracer, span, passage);
  }

  /** Spans that a collector took. */
  long exported() {
    return queue.exported();
  }

  /** Spans left out since too many waited already. */
  long dropped() {
    return queue.dropped();
  }

  /** Spans that no collector took. */
  long failed() {
    return queue.failed();
  }

  /** Sends what waits, for a few seconds at most. */
  @Override
  public void close() {
    provider.close();
  }
}
