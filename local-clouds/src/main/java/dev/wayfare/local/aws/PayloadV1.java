package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An event in payload format 1.0: lists of values beside the last of each, the query decoded.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format">
 *     REST APIs, input format</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     HTTP APIs, payload format version</a>
 * @param arrival the request
 * @param method what the function is told of its method
 * @param path the same of its path
 * @param headers its fields
 * @param query the parameters of its query
 */
record PayloadV1(
    Arrival arrival,
    String method,
    String path,
    Map<String, List<String>> headers,
    Map<String, List<String>> query) {
  /**
   * Fields of a request that a function behind a REST API does not see.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis">
   *     The table of headers that may be dropped</a>
   */
  private static final Set<String> DROPPED =
      Set.of(
          "connection",
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

  /** Tells a REST API another method than the request's own, and stays there. */
  private static final String OVERRIDE = "x-http-method-override";

  /**
   * An event of an HTTP API, which decodes the path.
   *
   * @see <a href="https://github.com/middleapi/standard-server/pull/93">In this format too</a>
   */
  static void writeHttpApi(JsonGenerator json, Arrival arrival) throws IOException {
    Request request = arrival.request();
    json.writeStringField("version", "1.0");
    new PayloadV1(
            arrival,
            request.method(),
            Decoded.path(request.path()),
            EventFields.headers(arrival),
            EventFields.parameters(request.query(), "&", Decoded::parameter))
        .write(json);
    EventFields.writeBody(json, arrival);
  }

  /**
   * An event of a REST API, which leaves the path as it was sent and takes a semicolon in the query
   * for a separator. All bodies go as Base64, as they do where the API's binary media types are
   * {@code *}{@code /*}; an API without them cannot carry bytes.
   *
   * @see <a href="https://github.com/localstack/localstack/pull/7728">The path is not decoded</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis">
   *     A semicolon "results in the data being split", and a field overrides the method</a>
   */
  static void writeRestApi(JsonGenerator json, Arrival arrival) throws IOException {
    Request request = arrival.request();
    Map<String, List<String>> headers = EventFields.headers(arrival);
    headers.keySet().removeAll(DROPPED);
    List<String> override = headers.remove(OVERRIDE);
    new PayloadV1(
            arrival,
            override == null ? request.method() : override.getLast(),
            request.path(),
            headers,
            EventFields.parameters(request.query(), "[&;]", Decoded::parameter))
        .write(json);
    if (request.body().isEmpty()) {
      json.writeNullField("body");
    } else {
      json.writeBinaryField("body", request.body().bytes());
    }
    json.writeBooleanField("isBase64Encoded", !request.body().isEmpty());
  }

  private void write(JsonGenerator json) throws IOException {
    Request request = arrival.request();
    json.writeStringField("resource", "/{proxy+}");
    json.writeStringField("path", path);
    json.writeStringField("httpMethod", method);
    EventFields.writeMap(json, "headers", EventFields.last(headers));
    EventFields.writeLists(json, "multiValueHeaders", headers);
    writeQuery(json);
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("resourcePath", "/{proxy+}");
    json.writeStringField("httpMethod", method);
    json.writeStringField("path", "/prod" + path);
    json.writeStringField("stage", "prod");
    json.writeStringField("protocol", request.protocol());
    json.writeStringField("requestId", arrival.requestId());
    json.writeObjectFieldStart("identity");
    json.writeStringField("sourceIp", request.remoteAddress());
    json.writeEndObject();
    json.writeEndObject();
    json.writeNullField("stageVariables");
  }

  private void writeQuery(JsonGenerator json) throws IOException {
    if (query.isEmpty()) {
      json.writeNullField("queryStringParameters");
      json.writeNullField("multiValueQueryStringParameters");
    } else {
      EventFields.writeMap(json, "queryStringParameters", EventFields.last(query));
      EventFields.writeLists(json, "multiValueQueryStringParameters", query);
    }
  }
}
