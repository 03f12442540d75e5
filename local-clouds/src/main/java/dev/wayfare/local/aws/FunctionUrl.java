package dev.wayfare.local.aws;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Endpoint;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The public face of a function: an HTTP request becomes an invocation, its outcome an answer.
 * Function errors and timeouts are server errors, a want of environments is a 429.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html">Function URL
 *     metrics: "server-side errors, such as function errors and timeouts"</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors">
 *     Invoke's errors</a>
 */
final class FunctionUrl implements Endpoint {
  /** "6 MB" of event, as Lambda's own message gives it. */
  static final int LIMIT_BYTES = 6_291_456;

  static final Reply TOO_LARGE =
      Reply.json(
              413,
              "{\"message\":\"Request must be smaller than 6291456 bytes for the InvokeFunction"
                  + " operation\"}")
          .with("x-amzn-ErrorType", "RequestTooLargeException");

  private static final System.Logger LOG = System.getLogger("dev.wayfare.local");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private static final Reply THROTTLED =
      Reply.json(429, "{\"message\":\"Rate Exceeded.\"}")
          .with("x-amzn-ErrorType", "TooManyRequestsException");

  private static final Reply FUNCTION_ERROR =
      new Reply(
          502,
          List.of(new Field("Content-Type", "application/json")),
          Content.utf8("Internal Server Error"));

  private final EnvironmentPool pool;
  private final RequestIds ids;
  private final InstantSource clock;

  FunctionUrl(EnvironmentPool pool, RequestIds ids, InstantSource clock) {
    this.pool = pool;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Reply answer(Request request) throws IOException, InterruptedException {
    Instant now = clock.instant();
    String requestId = ids.requestId();
    return invoke(request, requestId, now)
        .with("Date", DATE.format(now))
        .with("x-amzn-RequestId", requestId);
  }

  private Reply invoke(Request request, String requestId, Instant now)
      throws IOException, InterruptedException {
    String traceId = ids.traceId(now.getEpochSecond());
    Content event = FunctionUrlEvent.of(request, requestId, traceId, now);
    if (event.length() > LIMIT_BYTES) {
      return TOO_LARGE;
    }
    try {
      Optional<Outcome> outcome =
          pool.with(environment -> environment.invoke(requestId, traceId, event));
      return outcome.isEmpty() ? THROTTLED : reply(outcome.get(), requestId);
    } catch (IOException e) {
      return failed(requestId, String.valueOf(e.getMessage()));
    }
  }

  private static Reply reply(Outcome outcome, String requestId) throws IOException {
    return switch (outcome) {
      case Outcome.Responded(Content payload) -> responded(payload, requestId);
      case Outcome.Failed(String reason) -> failed(requestId, "the function failed: " + reason);
      case Outcome.Died(int exitCode) ->
          failed(requestId, "the environment ended with exit code " + exitCode);
      case Outcome.TimedOut() -> failed(requestId, "the function's timeout passed");
    };
  }

  private static Reply responded(Content payload, String requestId) throws IOException {
    try {
      return FunctionUrlResponse.of(payload);
    } catch (IllegalArgumentException e) {
      return failed(requestId, String.valueOf(e.getMessage()));
    }
  }

  private static Reply failed(String requestId, String reason) {
    LOG.log(Level.WARNING, "[" + requestId + "] " + reason);
    return FUNCTION_ERROR;
  }
}
