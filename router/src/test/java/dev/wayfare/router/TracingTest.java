package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.vertx.core.MultiMap;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a collector and the targets learn of requests that are traced. */
final class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-" + CALLER + "-00";

  private static String settings(String endpoint, String sample) {
    return "tracing: {endpoint: \"%s\", sample: %s}\nledger: {memory: true}\n"
        .formatted(endpoint, sample);
  }

  private static StubTarget recording(AtomicReference<MultiMap> seen) {
    return new StubTarget(
        request -> {
          seen.set(request.headers().copy());
          StubTarget.answer(request, 200, StubTarget.GUEST, "");
        });
  }

  private static HttpRequest.Builder traced(RunningRouter router, String parent) {
    return HttpRequest.newBuilder(router.uri("/f/x?secret=1"))
        .header("traceparent", parent)
        .header("tracestate", "vendor=1,other=2");
  }

  private static Span only(List<Span> spans, SpanKind kind) {
    List<Span> found = spans.stream().filter(it -> it.getKind() == kind).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void withoutTracingTheFieldsPassThroughUnchanged() {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (StubTarget target = recording(seen);
        RunningRouter router = new RunningRouter("", target.port())) {
      router.send(traced(router, UNSAMPLED));
      assertThat(seen.get().getAll("traceparent")).containsExactly(UNSAMPLED);
      assertThat(seen.get().getAll("tracestate")).containsExactly("vendor=1,other=2");
      router.get("/f");
      assertThat(seen.get().contains("traceparent")).isFalse();
    }
  }

  @Test
  void aRequestIsAServerSpanBelowItsCallersAndTheTryIsAClientSpanBelowThat() {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (Collector collector = new Collector();
        StubTarget target = recording(seen);
        RunningRouter router =
            new RunningRouter(settings(collector.endpoint(), "0%"), target.port())) {
      router.send(traced(router, SAMPLED).header("x-request-id", "mine"));
      List<Span> spans = collector.await(2);
      Span server = only(spans, SpanKind.SPAN_KIND_SERVER);
      Span client = only(spans, SpanKind.SPAN_KIND_CLIENT);
      assertThat(Collector.hex(server.getTraceId())).isEqualTo(TRACE);
      assertThat(Collector.hex(server.getParentSpanId())).isEqualTo(CALLER);
      assertThat(Collector.hex(client.getTraceId())).isEqualTo(TRACE);
      assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
      assertThat(seen.get().getAll("traceparent"))
          .containsExactly("00-" + TRACE + "-" + Collector.hex(client.getSpanId()) + "-01");
      assertThat(seen.get().getAll("tracestate")).containsExactly("vendor=1,other=2");
      assertThat(server.getName()).isEqualTo("GET /f");
      assertThat(Collector.attributes(server.getAttributesList()))
          .isEqualTo(
              Map.of(
                  "http.request.method", "GET",
                  "http.route", "/f",
                  "url.path", "/f/x",
                  "http.response.status_code", 200L,
                  "client.address", "127.0.0.1",
                  "wayfare.request_id", "mine",
                  "wayfare.function", "f",
                  "wayfare.decision.reason", "best"));
      assertThat(client.getName()).isEqualTo("GET");
      assertThat(Collector.attributes(client.getAttributesList()))
          .isEqualTo(
              Map.of(
                  "http.request.method",
                  "GET",
                  "server.address",
                  "127.0.0.1",
                  "server.port",
                  (long) target.port(),
                  "url.full",
                  "http://127.0.0.1:" + target.port() + "/f/x",
                  "http.response.status_code",
                  200L,
                  "wayfare.target",
                  "t0",
                  "wayfare.quote_usd",
                  0.000001,
                  "wayfare.outcome",
                  "answered"));
      assertThat(collector.resource()).containsEntry("service.name", "wayfare");
    }
  }

  @Test
  void aRetryIsAClientSpanOfItsOwnWithItsOwnParent() {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (Collector collector = new Collector();
        StubTarget failing =
            new StubTarget(request -> request.response().setStatusCode(503).end());
        StubTarget good = recording(seen);
        RunningRouter router =
            new RunningRouter(
                settings(collector.endpoint(), "100%"), failing.port(), good.port())) {
      router.get("/f");
      List<Span> spans = collector.await(3);
      Span server = only(spans, SpanKind.SPAN_KIND_SERVER);
      assertThat(server.getParentSpanId().isEmpty()).isTrue();
      List<Span> tries =
          spans.stream()
              .filter(it -> it.getParentSpanId().equals(server.getSpanId()))
              .sorted(java.util.Comparator.comparingLong(Span::getStartTimeUnixNano))
              .toList();
      assertThat(tries).hasSize(2);
      assertThat(Collector.attributes(tries.getFirst().getAttributesList()))
          .containsEntry("wayfare.target", "t0")
          .containsEntry("wayfare.outcome", "failed")
          .containsEntry("error.type", "503")
          .containsEntry("http.response.status_code", 503L)
          .doesNotContainKey("http.request.resend_count");
      assertThat(Collector.attributes(tries.getLast().getAttributesList()))
          .containsEntry("wayfare.target", "t1")
          .containsEntry("http.request.resend_count", 1L)
          .doesNotContainKey("error.type");
      assertThat(seen.get().get("traceparent"))
          .contains(Collector.hex(server.getTraceId()))
          .contains(Collector.hex(tries.getLast().getSpanId()));
    }
  }

  @Test
  void aTraceThatIsNotSampledKeepsItsIdAndIsNotSent() {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (Collector collector = new Collector();
        StubTarget target = recording(seen);
        RunningRouter router =
            new RunningRouter(settings(collector.endpoint(), "100%"), target.port())) {
      router.send(traced(router, UNSAMPLED));
      assertThat(seen.get().get("traceparent"))
          .startsWith("00-" + TRACE + "-")
          .endsWith("-00")
          .doesNotContain(CALLER);
      router.send(traced(router, SAMPLED));
      assertThat(collector.await(2)).hasSize(2);
    }
  }

  @Test
  void aBrokenParentBeginsANewTrace() {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (Collector collector = new Collector();
        StubTarget target = recording(seen);
        RunningRouter router =
            new RunningRouter(settings(collector.endpoint(), "100%"), target.port())) {
      router.send(traced(router, "00-" + TRACE + "-xyz-01"));
      assertThat(seen.get().get("traceparent"))
          .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]")
          .doesNotContain(TRACE);
      assertThat(seen.get().contains("tracestate")).isFalse();
    }
  }

  @Test
  void aCollectorThatIsNotThereHarmsNothingAndIsCounted() {
    try (StubTarget target = StubTarget.answering(200, "fine");
        RunningRouter router =
            new RunningRouter(settings("http://127.0.0.1:1", "100%"), target.port())) {
      assertThat(router.get("/f").body()).isEqualTo("fine");
      Await.until(
          "they are counted",
          () -> router.admin("/metrics").body().contains("wayfare_trace_spans_failed_total 2.0"));
    }
  }
}
