package dev.wayfare.shim.aws;

import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the members of a request event in whatever order they come: payload formats 2.0 and 1.0,
 * and the load balancer's.
 */
final class RequestReader {
  private static final Set<String> MEMBERS =
      Set.of(
          "rawPath",
          "rawQueryString",
          "path",
          "httpMethod",
          "headers",
          "multiValueHeaders",
          "cookies",
          "queryStringParameters",
          "multiValueQueryStringParameters",
          "requestContext",
          "body",
          "isBase64Encoded");

  /** Function URLs have no domains of one's own. */
  private static final String FUNCTION_URL_DOMAIN = ".lambda-url.";

  private final JsonReader json;
  private final List<Header> headers = new ArrayList<>();
  private final List<Header> multiValueHeaders = new ArrayList<>();
  private final List<String> cookies = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Parameter> multiValueParameters = new ArrayList<>();
  private String version = "";
  private String rawPath = "";
  private String rawQuery = "";
  private String path = "";
  private String method = "";
  private String secondMethod = "";
  private String protocol = "";
  private String sourceIp = "";
  private String domain = "";
  private boolean isLoadBalancer;
  private JsonReader.Slice body = JsonReader.Slice.NONE;
  private boolean base64;
  private boolean isMultiValue;
  private boolean isRequest;

  private record Parameter(String name, String value) {}

  RequestReader(JsonReader json) {
    this.json = json;
  }

  /** Whether a member was met that requests have and other events have not. */
  boolean isRequest() {
    return isRequest;
  }

  /** Reads a member, known by its path from the top, or passes over it. */
  void member(String name) throws IOException {
    isRequest |= MEMBERS.contains(name);
    switch (name) {
      case "rawPath" -> rawPath = json.text(name);
      case "rawQueryString" -> rawQuery = json.text(name);
      case "path" -> path = json.text(name);
      case "httpMethod" -> method = json.text(name);
      case "headers" -> json.object(name, field -> line(headers, field));
      case "multiValueHeaders" -> multiValueHeaders(name);
      case "cookies" -> json.array(name, () -> cookies.add(json.text(name)));
      case "queryStringParameters" ->
          json.object(name, key -> parameters.add(new Parameter(key, json.text(key))));
      case "multiValueQueryStringParameters" -> multiValueParameters(name);
      case "requestContext", "requestContext.http", "requestContext.identity" ->
          json.within(name, this::member);
      case "requestContext.http.method" -> secondMethod = json.text(name);
      case "requestContext.protocol", "requestContext.http.protocol" -> protocol = json.text(name);
      case "requestContext.identity.sourceIp", "requestContext.http.sourceIp" ->
          sourceIp = json.text(name);
      case "requestContext.domainName" -> domain = json.text(name);
      case "requestContext.elb" -> {
        isLoadBalancer = !json.isNull();
        json.skip();
      }
      case "body" -> body = json.textLater(name);
      case "isBase64Encoded" -> base64 = json.bool(name);
      default -> json.skip();
    }
  }

  /**
   * Reads the version of the payload's format, which events of other kinds have too, in any form.
   */
  void version() throws IOException {
    version = json.scalar();
  }

  /** Whose request it is, as far as it was read. */
  Front front() {
    if (isLoadBalancer) {
      return isMultiValue ? Front.ALB_MULTI : Front.ALB;
    }
    return switch (version) {
      case "1.0" -> Front.HTTP_API_1;
      case "" -> isMultiValue || !method.isEmpty() ? Front.REST_API : Front.FUNCTION_URL;
      default -> domain.contains(FUNCTION_URL_DOMAIN) ? Front.FUNCTION_URL : Front.HTTP_API;
    };
  }

  /**
   * The request.
   *
   * @throws IllegalArgumentException if there is none, and why
   */
  LambdaEvent.Request request(Map<String, String> logFields) throws IOException {
    boolean isFirstFormat = version.equals("1.0") || version.isEmpty();
    if (!version.equals("2.0") && !(isFirstFormat && !method.isEmpty())) {
      throw new IllegalArgumentException(
          "its payload format is \"" + version + "\", but only 2.0 and 1.0 are served");
    }
    Headers fields = fields();
    var invocation =
        Invocation.builder()
            .scheme(fields.first("x-forwarded-proto").orElse("https"))
            .remoteAddress(sourceIp.isEmpty() ? lastForwarded(fields) : sourceIp)
            .protocol(protocol.isEmpty() ? "HTTP/1.1" : protocol)
            .headers(fields.canonical())
            .body(json.later(body, base64))
            .logFields(logFields);
    Front front = front();
    setTarget(invocation, front);
    return new LambdaEvent.Request(invocation.build(), front);
  }

  /** HTTP APIs decode the path; API Gateway decodes parameters, where it gives no raw query. */
  private void setTarget(Invocation.Builder invocation, Front front) {
    switch (front) {
      case FUNCTION_URL -> invocation.method(secondMethod).path(rawPath).query(rawQuery);
      case HTTP_API -> invocation.method(secondMethod).path(Encoded.path(rawPath)).query(rawQuery);
      case HTTP_API_1 -> invocation.method(method).path(Encoded.path(path)).query(query(true));
      case REST_API -> invocation.method(method).path(path).query(query(true));
      case ALB, ALB_MULTI -> invocation.method(method).path(path).query(query(false));
    }
  }

  private String query(boolean isDecoded) {
    var query = new StringBuilder();
    for (Parameter each : multiValueParameters.isEmpty() ? parameters : multiValueParameters) {
      query.append(query.isEmpty() ? "" : "&");
      query.append(
          isDecoded ? Encoded.parameter(each.name, each.value) : each.name + "=" + each.value);
    }
    return query.toString();
  }

  /** Format 2.0 moves cookies to a list of their own; some senders leave a copy behind. */
  private Headers fields() {
    Headers fields = Headers.of(multiValueHeaders.isEmpty() ? headers : multiValueHeaders);
    return cookies.isEmpty()
        ? fields
        : fields.without("cookie"::equals).with("cookie", String.join("; ", cookies));
  }

  /** The load balancer tells the caller's address there alone, after what the caller claims. */
  private static String lastForwarded(Headers fields) {
    String forwarded = fields.first("x-forwarded-for").orElse("");
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }

  private void multiValueHeaders(String name) throws IOException {
    isMultiValue |= !json.isNull();
    json.object(name, field -> json.array(field, () -> line(multiValueHeaders, field)));
  }

  private void multiValueParameters(String name) throws IOException {
    json.object(
        name,
        key -> json.array(key, () -> multiValueParameters.add(new Parameter(key, json.text(key)))));
  }

  private void line(List<Header> lines, String name) throws IOException {
    if (!json.isNull()) {
      lines.add(new Header(name, json.text(name)));
    }
  }
}
