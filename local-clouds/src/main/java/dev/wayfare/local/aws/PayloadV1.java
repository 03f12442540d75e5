package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events of a REST API with Lambda proxy integration: lists of values beside the last of each, the
 * path as it was sent, the query decoded. All bodies go as Base64, as they do where the API's
 * binary media types are {@code *}{@code /*}; an API without them cannot carry bytes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format">
 *     Input format</a>
 * @see <a href="https://github.com/localstack/localstack/pull/7728">The path is not decoded</a>
 */
final class PayloadV1 {
  /**
   * Fields of a request that a function does not see.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis">
   *     The table of headers that may be dropped</a>
   */
  private static final Set<String> DROPPED =
      Set.of(
          "connection",
          "content-length",
          "content-md5",
          "expect",
          "max-forwards",
          "proxy-authenticate",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "www-authenticate");

  private PayloadV1() {}

  static void write(JsonGenerator json, Arrival arrival) throws IOException {
    Request request = arrival.request();
    Map<String, List<String>> headers = EventFields.headers(arrival);
    headers.keySet().removeAll(DROPPED);
    json.writeStringField("resource", "/{proxy+}");
    json.writeStringField("path", request.path());
    json.writeStringField("httpMethod", request.method());
    EventFields.writeMap(json, "headers", EventFields.last(headers));
    EventFields.writeLists(json, "multiValueHeaders", headers);
    writeQuery(json, parameters(request.query()));
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("resourcePath", "/{proxy+}");
    json.writeStringField("httpMethod", request.method());
    json.writeStringField("path", "/prod" + request.path());
    json.writeStringField("stage", "prod");
    json.writeStringField("protocol", request.protocol());
    json.writeStringField("requestId", arrival.requestId());
    json.writeObjectFieldStart("identity");
    json.writeStringField("sourceIp", request.remoteAddress());
    json.writeEndObject();
    json.writeEndObject();
    json.writeNullField("stageVariables");
    if (request.body().isEmpty()) {
      json.writeNullField("body");
    } else {
      json.writeBinaryField("body", request.body().bytes());
    }
    json.writeBooleanField("isBase64Encoded", !request.body().isEmpty());
  }

  private static void writeQuery(JsonGenerator json, Map<String, List<String>> query)
      throws IOException {
    if (query.isEmpty()) {
      json.writeNullField("queryStringParameters");
      json.writeNullField("multiValueQueryStringParameters");
    } else {
      EventFields.writeMap(json, "queryStringParameters", EventFields.last(query));
      EventFields.writeLists(json, "multiValueQueryStringParameters", query);
    }
  }

  private static Map<String, List<String>> parameters(String query) {
    var decoded = new LinkedHashMap<String, List<String>>();
    EventFields.parameters(query)
        .forEach(
            (name, values) -> {
              List<String> same =
                  decoded.computeIfAbsent(Decoded.parameter(name), first -> new ArrayList<>());
              values.forEach(value -> same.add(Decoded.parameter(value)));
            });
    return decoded;
  }
}
