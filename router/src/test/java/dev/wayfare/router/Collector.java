package dev.wayfare.router;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans as an OpenTelemetry collector does. */
final class Collector implements AutoCloseable {
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<KeyValue> resource = new CopyOnWriteArrayList<>();
  private final StubTarget server =
      new StubTarget(
          request ->
              request
                  .body()
                  .onSuccess(
                      body -> {
                        if ("/v1/traces".equals(request.path())) {
                          take(body.getBytes());
                        }
                        request
                            .response()
                            .putHeader("content-type", "application/x-protobuf")
                            .end();
                      }));

  private void take(byte[] body) {
    try {
      ExportTraceServiceRequest.parseFrom(body)
          .getResourceSpansList()
          .forEach(
              of -> {
                resource.addAll(of.getResource().getAttributesList());
                of.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
              });
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Waits until so many spans came, and returns them all. */
  List<Span> await(int count) {
    Await.until(count + " spans came", () -> spans.size() >= count);
    return List.copyOf(spans);
  }

  int count() {
    return spans.size();
  }

  Map<String, Object> resource() {
    return attributes(resource);
  }

  static Map<String, Object> attributes(List<KeyValue> list) {
    Map<String, Object> attributes = new HashMap<>();
    list.forEach(it -> attributes.put(it.getKey(), value(it.getValue())));
    return attributes;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      default -> value.toString();
    };
  }

  static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.close();
  }
}
