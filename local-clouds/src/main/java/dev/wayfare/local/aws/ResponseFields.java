package dev.wayfare.local.aws;

import dev.wayfare.local.http.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What becomes of an answer's fields on their way to the caller.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis">
 *     REST APIs: the table of headers that may be dropped or remapped</a>
 * @see <a href="https://github.com/cargo-lambda/cargo-lambda/issues/862">Function URLs rename too;
 *     of them AWS has no table, and those names that people tell of are in that of REST APIs</a>
 * @see <a
 *     href="https://github.com/architect/sandbox/blob/main/src/http/invoke-http/http/_res-header-fmt.js">HTTP
 *     APIs, as Architect observed them</a>
 * @see <a
 *     href="https://github.com/aws/aws-lambda-dotnet/blob/master/Tools/LambdaTestTool-v2/src/Amazon.Lambda.TestTool/Extensions/ApiGatewayResponseExtensions.cs">The
 *     type that each API adds, as AWS's own test tool has it</a>
 */
final class ResponseFields {
  private static final Set<String> RENAMED =
      Set.of(
          "authorization",
          "content-length",
          "content-md5",
          "date",
          "max-forwards",
          "server",
          "user-agent",
          "www-authenticate");

  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> DROPPED_BY_REST_APIS = Set.of("expect", "host", "via");

  /** "Remapped Overwritten". */
  private static final Set<String> OVERWRITTEN =
      Set.of("x-amzn-Remapped-date", "x-amzn-Remapped-server");

  private ResponseFields() {}

  /** As a Function URL hands them on. */
  static List<Field> ofFunctionUrl(List<Field> fields) {
    return typed(renamed(fields), "application/json");
  }

  /** As a REST API hands them on: some of those that it renames get values of its own. */
  static List<Field> ofRestApi(List<Field> fields) {
    List<Field> renamed =
        without(DROPPED_BY_REST_APIS, renamed(fields)).stream()
            .map(field -> OVERWRITTEN.contains(field.name()) ? new Field(field.name(), "") : field)
            .toList();
    return typed(renamed, "application/json");
  }

  /** As an HTTP API hands them on, which renames none, but sets the date itself. */
  static List<Field> ofHttpApi(List<Field> fields) {
    List<Field> passed = without(Set.of("content-length", "date"), ofTheMessage(fields));
    return typed(passed, "text/plain; charset=utf-8");
  }

  /** As a load balancer hands them on. */
  static List<Field> ofBalancer(List<Field> fields) {
    return without(Set.of("content-length"), ofTheMessage(fields));
  }

  private static List<Field> renamed(List<Field> fields) {
    var renamed = new ArrayList<Field>();
    for (Field field : ofTheMessage(fields)) {
      String name = field.name().toLowerCase(Locale.ROOT);
      renamed.add(
          RENAMED.contains(name) ? new Field("x-amzn-Remapped-" + name, field.value()) : field);
    }
    return renamed;
  }

  /** With a type where the function named none. */
  private static List<Field> typed(List<Field> fields, String type) {
    var typed = new ArrayList<>(fields);
    if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("content-type"))) {
      typed.add(new Field("Content-Type", type));
    }
    return typed;
  }

  private static List<Field> ofTheMessage(List<Field> fields) {
    return without(OF_THE_CONNECTION, fields);
  }

  private static List<Field> without(Set<String> names, List<Field> fields) {
    return fields.stream()
        .filter(field -> !names.contains(field.name().toLowerCase(Locale.ROOT)))
        .toList();
  }
}
