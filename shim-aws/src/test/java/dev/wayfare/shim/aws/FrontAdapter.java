package dev.wayfare.shim.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.Answer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes the event that a front makes of a request, and reads the answer as that front would. */
final class FrontAdapter implements Adapter {
  private static final JsonMapper JSON = new JsonMapper();

  private final Lambda lambda;
  private final Front front;

  FrontAdapter(Lambda lambda, Front front) {
    this.lambda = lambda;
    this.front = front;
  }

  @Override
  public Answer send(Invocation request) throws IOException {
    byte[] event = JSON.writeValueAsBytes(event(front, request));
    return answer(JSON.readTree(lambda.invoke(event)));
  }

  static ObjectNode event(Front front, Invocation request) {
    ObjectNode event = JSON.createObjectNode();
    switch (front) {
      case FUNCTION_URL -> second(event, request, request.path(), "id.lambda-url.eu-west-1.on.aws");
      case HTTP_API ->
          second(event, request, decoded(request.path()), "id.execute-api.eu-west-1.amazonaws.com");
      case HTTP_API_1 -> {
        event.put("version", "1.0");
        first(event, request, decoded(request.path()), true);
      }
      case REST_API -> first(event, request, request.path(), true);
      case ALB, ALB_MULTI -> {
        event.putObject("requestContext").putObject("elb").put("targetGroupArn", "arn:aws:…");
        first(event, request, request.path(), false);
        if (front == Front.ALB) {
          lastValues(event);
        }
      }
    }
    event.put("body", Base64.getEncoder().encodeToString(request.body().toByteArray()));
    return event.put("isBase64Encoded", true);
  }

  Answer answer(JsonNode payload) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    payload
        .path("headers")
        .properties()
        .forEach(header -> lines.add(Map.entry(header.getKey(), header.getValue().asText())));
    if (front == Front.FUNCTION_URL || front == Front.HTTP_API) {
      payload.path("cookies").forEach(value -> lines.add(Map.entry("set-cookie", value.asText())));
    }
    if (front != Front.ALB) {
      payload
          .path("multiValueHeaders")
          .properties()
          .forEach(
              header ->
                  header
                      .getValue()
                      .forEach(value -> lines.add(Map.entry(header.getKey(), value.asText()))));
    }
    return new Answer(
        payload.path("statusCode").asInt(),
        lines,
        Base64.getDecoder().decode(payload.path("body").asText()));
  }

  /** Payload format 2.0: repeated fields joined, cookies in a list of their own. */
  private static void second(ObjectNode event, Invocation request, String path, String domain) {
    event.put("version", "2.0").put("rawPath", path).put("rawQueryString", request.query());
    ObjectNode headers = event.putObject("headers");
    for (Header line : request.headers().canonical()) {
      if (line.name().equals("cookie")) {
        var cookies = event.putArray("cookies");
        List.of(line.value().split("; ", -1)).forEach(cookies::add);
      } else {
        headers.put(line.name(), line.value());
      }
    }
    ObjectNode context = event.putObject("requestContext").put("domainName", domain);
    context.putObject("http").put("method", request.method()).put("protocol", "HTTP/1.1");
  }

  /** Payload format 1.0 and the load balancer's with lists; names keep their case. */
  private static void first(
      ObjectNode event, Invocation request, String path, boolean decodesQuery) {
    event.put("httpMethod", request.method()).put("path", path);
    ObjectNode headers = event.putObject("multiValueHeaders");
    for (Header line : request.headers()) {
      headers.withArrayProperty(line.name()).add(line.value());
    }
    ObjectNode query = event.putObject("multiValueQueryStringParameters");
    if (request.query().isEmpty()) {
      return;
    }
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query
          .withArrayProperty(decodesQuery ? decoded(name) : name)
          .add(decodesQuery ? decoded(value) : value);
    }
  }

  /** Without lists, the last of several values is all that the load balancer passes on. */
  private static void lastValues(ObjectNode event) {
    for (String list : List.of("multiValueHeaders", "multiValueQueryStringParameters")) {
      ObjectNode values = JSON.createObjectNode();
      event
          .remove(list)
          .properties()
          .forEach(
              each -> values.set(each.getKey(), each.getValue().get(each.getValue().size() - 1)));
      event.set(list.equals("multiValueHeaders") ? "headers" : "queryStringParameters", values);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
