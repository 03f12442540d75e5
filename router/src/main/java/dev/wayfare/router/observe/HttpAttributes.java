package dev.wayfare.router.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Set;

/**
 * Attributes of spans.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic conventions
 *     for HTTP spans</a>
 */
final class HttpAttributes {
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> METHOD_ORIGINAL =
      AttributeKey.stringKey("http.request.method_original");
  static final AttributeKey<Long> RESENDS = AttributeKey.longKey("http.request.resend_count");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");

  /**
   * See the <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/enduser/">end
   * user attributes</a>.
   */
  static final AttributeKey<String> END_USER = AttributeKey.stringKey("enduser.id");

  static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("wayfare.request_id");
  static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("wayfare.function");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("wayfare.decision.reason");
  static final AttributeKey<String> REFUSED = AttributeKey.stringKey("wayfare.refused");
  static final AttributeKey<String> TARGET = AttributeKey.stringKey("wayfare.target");
  static final AttributeKey<Double> QUOTE = AttributeKey.doubleKey("wayfare.quote_usd");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("wayfare.outcome");

  private static final Set<String> KNOWN =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

  private HttpAttributes() {}

  /** The first word of a span's name: one of few, whatever a client sends. */
  static String method(String method) {
    return KNOWN.contains(method) ? method : "HTTP";
  }

  static void fail(Span span, String error) {
    span.setAttribute(ERROR, error).setStatus(StatusCode.ERROR);
  }

  static void putMethod(Span span, String method) {
    if (KNOWN.contains(method)) {
      span.setAttribute(METHOD, method);
    } else {
      span.setAttribute(METHOD, "_OTHER").setAttribute(METHOD_ORIGINAL, method);
    }
  }
}
