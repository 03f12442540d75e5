package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands before a function: it makes events of requests, and answers of return values. */
enum Front {
  FUNCTION_URL("function-url"),
  HTTP_API("http-api"),
  REST_API("rest-api"),
  ALB("alb"),
  ALB_MULTI("alb-multi");

  /** "1 MB", of a request's body and of the JSON that a function returns to a load balancer. */
  private static final int BALANCER_BYTES = 1 << 20;

  /**
   * "Total combined size of header values".
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html">
   *     Quotas of REST APIs</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html">
   *     Quotas of HTTP APIs</a>
   */
  private static final int GATEWAY_HEADER_BYTES = 10_240;

  /** Those that a method {@code ANY} of a REST API stands for. */
  private static final Set<String> REST_METHODS =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  private static final JsonFactory JSON = new JsonFactory();

  private final String id;

  Front(String id) {
    this.id = id;
  }

  /** The front of that name. */
  static Optional<Front> of(String id) {
    return Arrays.stream(values()).filter(front -> front.id.equals(id)).findFirst();
  }

  /** Every front's name. */
  static List<String> ids() {
    return Arrays.stream(values()).map(front -> front.id).toList();
  }

  /** Why a request does not get to the function, if so. */
  Optional<Reply> refusal(Request request) {
    return switch (this) {
      case FUNCTION_URL -> Optional.empty();
      case HTTP_API -> tooManyHeaders(request, request.target().length());
      case REST_API -> {
        if (!REST_METHODS.contains(request.method())) {
          yield Optional.of(message(403, "Missing Authentication Token"));
        }
        yield request.query().matches(".*[|{}].*")
            ? Optional.of(message(400, "Bad Request"))
            : tooManyHeaders(request, 0);
      }
      case ALB, ALB_MULTI ->
          request.body().length() > BALANCER_BYTES ? Optional.of(html(413)) : Optional.empty();
    };
  }

  /** The event in UTF-8. */
  Content event(Arrival arrival) throws IOException {
    var out = new ByteArrayOutputStream(2048 + arrival.request().body().length() * 4 / 3);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      switch (this) {
        case FUNCTION_URL -> PayloadV2.writeFunctionUrl(json, arrival);
        case HTTP_API -> PayloadV2.writeHttpApi(json, arrival);
        case REST_API -> PayloadV1.write(json, arrival);
        case ALB -> BalancerEvent.write(json, arrival, false);
        case ALB_MULTI -> BalancerEvent.write(json, arrival, true);
      }
      json.writeEndObject();
    }
    return Content.of(out.toByteArray());
  }

  /**
   * The answer to the caller.
   *
   * @throws IllegalArgumentException if what the function returned is none, and why
   */
  Reply reply(Content payload) throws IOException {
    ReturnValue value = ReturnValue.of(payload);
    return switch (this) {
      case FUNCTION_URL, HTTP_API ->
          value.isAnswer()
              ? new Reply(value.status(), second(value), value.body())
              // These two infer the rest where a function returns JSON of its own.
              : Reply.json(200, value.text());
      case REST_API ->
          new Reply(
              value.status(),
              ResponseFields.typed(
                  ResponseFields.renamedByRestApi(
                      joined(value.headers(), value.multiValueHeaders()))),
              value.body());
      case ALB, ALB_MULTI -> balanced(payload, value);
    };
  }

  /** The answer where the function failed. */
  Reply failure() {
    return switch (this) {
      case FUNCTION_URL ->
          new Reply(
              502,
              List.of(new Field("Content-Type", "application/json")),
              Content.utf8("Internal Server Error"));
      case HTTP_API -> message(500, "Internal Server Error");
      case REST_API -> message(502, "Internal server error");
      case ALB, ALB_MULTI -> html(502);
    };
  }

  private List<Field> second(ReturnValue value) {
    List<Field> fields =
        this == FUNCTION_URL
            ? ResponseFields.renamed(value.headers())
            : ResponseFields.ofHttpApi(value.headers());
    return joined(ResponseFields.typed(fields), value.cookies());
  }

  private Reply balanced(Content payload, ReturnValue value) {
    if (payload.length() > BALANCER_BYTES) {
      throw new IllegalArgumentException("the return value is larger than 1 MB");
    }
    List<Field> fields = this == ALB ? value.headers() : value.multiValueHeaders();
    return new Reply(value.status(), ResponseFields.ofBalancer(fields), value.body());
  }

  private static Optional<Reply> tooManyHeaders(Request request, int lineBytes) {
    int bytes = lineBytes;
    for (Field field : request.fields()) {
      bytes += field.value().length();
    }
    return bytes > GATEWAY_HEADER_BYTES
        ? Optional.of(message(431, "Request Header Fields Too Large"))
        : Optional.empty();
  }

  private static List<Field> joined(List<Field> some, List<Field> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static Reply message(int status, String text) {
    return Reply.json(status, "{\"message\":\"" + text + "\"}");
  }

  private static Reply html(int status) {
    return new Reply(
        status,
        List.of(new Field("Content-Type", "text/html"), new Field("Server", "awselb/2.0")),
        Content.utf8("<html><body><h1>" + status + "</h1></body></html>"));
  }
}
