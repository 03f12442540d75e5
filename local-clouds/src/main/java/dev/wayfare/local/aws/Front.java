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

/**
 * What stands before a function: it makes events of requests, and answers of return values, and
 * alters of both what its provider does.
 */
public enum Front {
  /** A Function URL. */
  FUNCTION_URL("function-url"),
  /** An HTTP API of API Gateway, payload format 2.0. */
  HTTP_API("http-api"),
  /** An HTTP API of API Gateway, payload format 1.0. */
  HTTP_API_1("http-api-1"),
  /** A REST API of API Gateway with Lambda proxy integration, all of whose bodies are binary. */
  REST_API("rest-api"),
  /** An Application Load Balancer. */
  ALB("alb"),
  /** An Application Load Balancer whose target group has multi-value headers. */
  ALB_MULTI("alb-multi");

  /** "6 MB" of event, as Lambda's own message gives it. */
  public static final int EVENT_BYTES = 6_291_456;

  /**
   * "Total combined size of header values", of HTTP APIs with the request line.
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

  /** The front of that name, such as "http-api". */
  public static Optional<Front> of(String id) {
    return Arrays.stream(values()).filter(front -> front.id.equals(id)).findFirst();
  }

  /** Every front's name. */
  static List<String> ids() {
    return Arrays.stream(values()).map(Front::id).toList();
  }

  /** Its name, such as "http-api". */
  public String id() {
    return id;
  }

  /** Why a request does not get to the function, if so. */
  public Optional<Reply> refusal(Request request) {
    return switch (this) {
      case FUNCTION_URL -> Optional.empty();
      case HTTP_API, HTTP_API_1 -> tooManyHeaders(request, request.target().length());
      case REST_API -> {
        if (!REST_METHODS.contains(request.method())) {
          yield Optional.of(message(403, "Missing Authentication Token"));
        }
        yield request.query().matches(".*[|{}].*")
            ? Optional.of(message(400, "Bad Request"))
            : tooManyHeaders(request, 0);
      }
      case ALB, ALB_MULTI -> LoadBalancer.refusal(request);
    };
  }

  /** The event in UTF-8. */
  public Content event(Arrival arrival) throws IOException {
    var out = new ByteArrayOutputStream(2048 + arrival.request().body().length() * 4 / 3);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      switch (this) {
        case FUNCTION_URL -> PayloadV2.writeFunctionUrl(json, arrival);
        case HTTP_API -> PayloadV2.writeHttpApi(json, arrival);
        case HTTP_API_1 -> PayloadV1.writeHttpApi(json, arrival);
        case REST_API -> PayloadV1.writeRestApi(json, arrival);
        case ALB -> LoadBalancer.writeEvent(json, arrival, false);
        case ALB_MULTI -> LoadBalancer.writeEvent(json, arrival, true);
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
  public Reply reply(Content payload) throws IOException {
    ReturnValue value = ReturnValue.of(payload);
    return switch (this) {
      case FUNCTION_URL, HTTP_API ->
          value.isAnswer()
              ? answer(value, second(value))
              // These two infer the rest where a function returns JSON of its own.
              : Reply.json(200, value.text());
      case HTTP_API_1 -> answer(value, ResponseFields.ofHttpApi(value.allHeaders()));
      case REST_API -> answer(value, ResponseFields.ofRestApi(value.allHeaders()));
      case ALB -> LoadBalancer.reply(payload, value, value.headers());
      case ALB_MULTI -> LoadBalancer.reply(payload, value, value.multiValueHeaders());
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
      case HTTP_API, HTTP_API_1 -> message(500, "Internal Server Error");
      case REST_API -> message(502, "Internal server error");
      case ALB, ALB_MULTI -> LoadBalancer.page(502);
    };
  }

  private List<Field> second(ReturnValue value) {
    List<Field> fields =
        this == FUNCTION_URL
            ? ResponseFields.ofFunctionUrl(value.headers())
            : ResponseFields.ofHttpApi(value.headers());
    return joined(fields, value.cookies());
  }

  private static Reply answer(ReturnValue value, List<Field> fields) {
    return new Reply(value.status(), fields, value.body());
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
}
