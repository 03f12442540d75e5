package dev.wayfare.shim.aws;

import dev.wayfare.shim.Headers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What stands before a function: whose request an event is, and so in which format the answer goes
 * back and what of it would be altered on the way.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">
 *     Function URLs</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     HTTP APIs, payload formats 2.0 and 1.0</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">
 *     REST APIs</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html">
 *     Application Load Balancers</a>
 */
enum Front {
  FUNCTION_URL(Fields.JOINED_WITH_COOKIES, Limits.LAMBDA_BYTES),
  HTTP_API(Fields.JOINED_WITH_COOKIES, Limits.LAMBDA_BYTES),
  HTTP_API_1(Fields.LISTS, Limits.LAMBDA_BYTES),
  REST_API(Fields.LISTS, Limits.LAMBDA_BYTES),
  ALB(Fields.JOINED, Limits.ALB_BYTES),
  ALB_MULTI(Fields.LISTS, Limits.ALB_BYTES);

  private static final String SET_COOKIE = "set-cookie";

  /**
   * Fields that API Gateway hands to the caller as {@code x-amzn-Remapped-…}. Function URLs do the
   * same to those of them that people have told about ({@code Date}, {@code WWW-Authenticate}); AWS
   * documents no list of theirs.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis">
   *     Important notes for REST APIs</a>
   * @see <a href="https://github.com/cargo-lambda/cargo-lambda/issues/862">A Function URL renames
   *     Content-Length</a>
   */
  private static final Set<String> RENAMED =
      Set.of(
          "authorization",
          "content-md5",
          "date",
          "max-forwards",
          "server",
          "user-agent",
          "www-authenticate");

  /** Beside those of the connection, by the same table; it overwrites two that it renames. */
  private static final Set<String> LOST_BY_REST_APIS =
      Set.of("date", "expect", "host", "server", "via");

  /**
   * Which HTTP APIs set themselves.
   *
   * @see <a
   *     href="https://github.com/architect/sandbox/blob/main/src/http/invoke-http/http/_res-header-fmt.js">
   *     What was observed of them</a>
   */
  private static final Set<String> LOST_BY_HTTP_APIS = Set.of("date");

  private final Fields fields;
  private final int limitBytes;

  /** How an answer's fields are written. */
  enum Fields {
    /** One value each; several {@code Set-Cookie} do not fit. */
    JOINED,
    /** One value each, {@code Set-Cookie} in a list of their own: payload format 2.0. */
    JOINED_WITH_COOKIES,
    /** A list of values each. */
    LISTS
  }

  Front(Fields fields, int limitBytes) {
    this.fields = fields;
    this.limitBytes = limitBytes;
  }

  Fields fields() {
    return fields;
  }

  /** The most bytes of an answer, encoded, that can go back. */
  int limitBytes() {
    return limitBytes;
  }

  /** The name of a field that the caller would not get, if there is one. */
  Optional<String> lost(Headers headers) {
    return StreamSupport.stream(headers.spliterator(), false)
        .map(line -> line.name().toLowerCase(Locale.ROOT))
        .filter(name -> isLost(name, headers))
        .findFirst();
  }

  /** Whether the caller would not get a field, or get it by another name. */
  boolean isAltered(String lowerCaseName, Headers headers) {
    return RENAMED.contains(lowerCaseName) || isLost(lowerCaseName, headers);
  }

  /** Fields that the caller gets where the answer has none. */
  Set<String> added() {
    return this == ALB || this == ALB_MULTI ? Set.of() : Set.of("content-type");
  }

  private boolean isLost(String name, Headers headers) {
    return switch (this) {
      case FUNCTION_URL, ALB_MULTI -> false;
      case HTTP_API, HTTP_API_1 -> LOST_BY_HTTP_APIS.contains(name);
      case REST_API -> LOST_BY_REST_APIS.contains(name);
      case ALB -> name.equals(SET_COOKIE) && headers.all(SET_COOKIE).size() > 1;
    };
  }

  private static final class Limits {
    /**
     * "6 MB", which Lambda's own error message gives as this figure.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
     *     quotas</a>
     */
    static final int LAMBDA_BYTES = 6_291_556;

    /**
     * "The maximum size of the response JSON that the Lambda function can send is 1 MB", taken for
     * the smaller of its two meanings: a refused answer can be told from a lost one.
     */
    static final int ALB_BYTES = 1_000_000;
  }
}
