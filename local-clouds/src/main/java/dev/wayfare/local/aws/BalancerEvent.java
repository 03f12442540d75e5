package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Events of an Application Load Balancer: path and query as they were sent; where the target group
 * has no multi-value headers, the last value of each field and parameter alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#receive-event-from-load-balancer">
 *     Receive events from the load balancer</a>
 */
final class BalancerEvent {
  private BalancerEvent() {}

  static void write(JsonGenerator json, Arrival arrival, boolean isMultiValue) throws IOException {
    Request request = arrival.request();
    Map<String, List<String>> headers = EventFields.headers(arrival);
    headers.putIfAbsent("x-forwarded-port", List.of("80"));
    Map<String, List<String>> query = EventFields.parameters(request.query());
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
}
