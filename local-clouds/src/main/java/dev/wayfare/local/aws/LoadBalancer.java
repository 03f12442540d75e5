package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Application Load Balancer: in its events, path and query are as they were sent; where the
 * target group has no multi-value headers, they have the last value of each field and parameter
 * alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html">
 *     Lambda functions as targets</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html">
 *     HTTP errors that the load balancer makes</a>
 */
final class LoadBalancer {
  /** "1 MB", of a request's body and of the JSON that a function returns. */
  private static final int BODY_BYTES = 1 << 20;

  /** "64 K for the entire request header". */
  private static final int REQUEST_HEAD_BYTES = 64 << 10;

  /** "32 K for the entire response header". */
  private static final int ANSWER_HEAD_BYTES = 32 << 10;

  private LoadBalancer() {}

  /** Why a request does not get to the function, if so. */
  static Optional<Reply> refusal(Request request) {
    if (request.method().equals("TRACE")) {
      return Optional.of(page(405));
    }
    boolean isUpgrade =
        request.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase("upgrade"));
    if (isUpgrade || headBytes(request.fields()) > REQUEST_HEAD_BYTES) {
      return Optional.of(page(400));
    }
    return request.body().length() > BODY_BYTES ? Optional.of(page(413)) : Optional.empty();
  }

  /**
   * The answer.
   *
   * @throws IllegalArgumentException if it is larger than it may be
   */
  static Reply reply(Content payload, ReturnValue value, List<Field> fields) {
    if (payload.length() > BODY_BYTES) {
      throw new IllegalArgumentException("the return value is larger than 1 MB");
    }
    if (headBytes(fields) > ANSWER_HEAD_BYTES) {
      throw new IllegalArgumentException("the answer's fields are larger than 32 KiB");
    }
    return new Reply(value.status(), ResponseFields.ofBalancer(fields), value.body());
  }

  /** An answer of its own. */
  static Reply page(int status) {
    return new Reply(
        status,
        List.of(new Field("Content-Type", "text/html"), new Field("Server", "awselb/2.0")),
        Content.utf8("<html><body><h1>" + status + "</h1></body></html>"));
  }

  static void writeEvent(JsonGenerator json, Arrival arrival, boolean isMultiValue)
      throws IOException {
    Request request = arrival.request();
    Map<String, List<String>> headers = EventFields.headers(arrival);
    headers.putIfAbsent("x-forwarded-port", List.of("80"));
    Map<String, List<String>> query = EventFields.parameters(request.query(), "&", value -> value);
    json.writeObjectFieldStart("requestContext");
    json.writeObjectFieldStart("elb");
    json.writeStringField(
        "targetGroupArn",
        "arn:aws:elasticloadbalancing:"
            + LambdaFunction.REGION
            + ":"
            + LambdaFunction.ACCOUNT
            + ":targetgroup/wayfare/6d0ecf831eec9f09");
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("httpMethod", request.method());
    json.writeStringField("path", request.path());
    if (isMultiValue) {
      EventFields.writeLists(json, "multiValueQueryStringParameters", query);
      EventFields.writeLists(json, "multiValueHeaders", headers);
    } else {
      EventFields.writeMap(json, "queryStringParameters", EventFields.last(query));
      EventFields.writeMap(json, "headers", EventFields.last(headers));
    }
    EventFields.writeBody(json, arrival);
  }

  private static int headBytes(List<Field> fields) {
    return fields.stream().mapToInt(field -> field.name().length() + field.value().length()).sum();
  }
}
