package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Events in payload format 2.0: repeated fields joined with commas, cookies in a list of their own,
 * the query as it was sent.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">
 *     Function URLs, request payload format</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     HTTP APIs, payload format version</a>
 */
final class PayloadV2 {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String API_ID = "wayfare";

  private final Arrival arrival;
  private final String path;
  private final String domain;
  private final Map<String, String> headers;

  private PayloadV2(Arrival arrival, String path, String domain) {
    this.arrival = arrival;
    this.path = path;
    this.domain = domain;
    this.headers = EventFields.joined(EventFields.headers(arrival));
  }

  /** An event of a Function URL, which leaves the path as it was sent. */
  static void writeFunctionUrl(JsonGenerator json, Arrival arrival) throws IOException {
    String domain = API_ID + ".lambda-url." + LambdaFunction.REGION + ".on.aws";
    new PayloadV2(arrival, arrival.request().path(), domain).write(json);
  }

  /** An event of an HTTP API, which decodes the path. */
  static void writeHttpApi(JsonGenerator json, Arrival arrival) throws IOException {
    String domain = API_ID + ".execute-api." + LambdaFunction.REGION + ".amazonaws.com";
    new PayloadV2(arrival, Decoded.path(arrival.request().path()), domain).write(json);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("version", "2.0");
    json.writeStringField("routeKey", "$default");
    json.writeStringField("rawPath", path);
    json.writeStringField("rawQueryString", arrival.request().query());
    writeCookies(json);
    EventFields.writeMap(json, "headers", headers);
    Map<String, String> parameters = parameters();
    if (!parameters.isEmpty()) {
      EventFields.writeMap(json, "queryStringParameters", parameters);
    }
    writeContext(json);
    EventFields.writeBody(json, arrival);
  }

  /** Cookies get a list of their own, and leave the headers. */
  private void writeCookies(JsonGenerator json) throws IOException {
    String cookies = headers.remove("cookie");
    if (cookies != null) {
      json.writeArrayFieldStart("cookies");
      for (String cookie : cookies.split(";", -1)) {
        json.writeString(cookie.strip());
      }
      json.writeEndArray();
    }
  }

  private void writeContext(JsonGenerator json) throws IOException {
    Request request = arrival.request();
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("accountId", "anonymous");
    json.writeStringField("apiId", API_ID);
    json.writeStringField("domainName", domain);
    json.writeStringField("domainPrefix", API_ID);
    json.writeObjectFieldStart("http");
    json.writeStringField("method", request.method());
    json.writeStringField("path", path);
    json.writeStringField("protocol", request.protocol());
    json.writeStringField("sourceIp", request.remoteAddress());
    json.writeStringField("userAgent", headers.getOrDefault("user-agent", ""));
    json.writeEndObject();
    json.writeStringField("requestId", arrival.requestId());
    json.writeStringField("routeKey", "$default");
    json.writeStringField("stage", "$default");
    json.writeStringField("time", TIME.format(arrival.time()));
    json.writeNumberField("timeEpoch", arrival.time().toEpochMilli());
    json.writeEndObject();
  }

  /** Decoded, and those of one name joined with commas. */
  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    EventFields.parameters(arrival.request().query(), "&", Decoded::parameter)
        .forEach((name, values) -> parameters.put(name, String.join(",", values)));
    parameters.remove("");
    return parameters;
  }
}
