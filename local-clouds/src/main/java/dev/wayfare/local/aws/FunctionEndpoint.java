package dev.wayfare.local.aws;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Endpoint;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The public face of a function: an HTTP request becomes an invocation by way of a front, its
 * outcome an answer. Function errors and timeouts are server errors, a want of environments is a
 * 429.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html">Function URL
 *     metrics: "server-side errors, such as function errors and timeouts"</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors">
 *     Invoke's errors</a>
 */
final class FunctionEndpoint implements Endpoint {
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

  private final Front front;
  private final EnvironmentPool pool;
  private final RequestIds ids;
  private final InstantSource clock;

  FunctionEndpoint(Front front, EnvironmentPool pool, RequestIds ids, InstantSource clock) {
    this.front = front;
    this.pool = pool;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Reply answer(Request request) throws IOException, InterruptedException {
    Instant now = clock.instant();
    String requestId = ids.requestId();
    Optional<Reply> refusal = front.refusal(request);
    Reply reply = refusal.isPresent() ? refusal.get() : invoke(request, requestId, now);
    boolean isDated =
        reply.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase("date"));
    return (isDated ? reply : reply.with("Date", DATE.format(now)))
        .with("x-amzn-RequestId", requestId);
  }

  private Reply invoke(Request request, String requestId, Instant now)
      throws IOException, InterruptedException {
    String traceId = ids.traceId(now.getEpochSecond());
    Content event = front.event(new Arrival(request, requestId, traceId, now));
    if (event.length() > Front.EVENT_BYTES) {
      return TOO_LARGE;
    }
    try {
      Optional<Outcome> outcome =
          pool.with(environment -> environment.invoke(requestId, traceId, event));
      return outcome.isEmpty() ? throttled() : reply(outcome.get(), requestId);
    } catch (IOException e) {
      return failed(requestId, String.valueOf(e.getMessage()));
    }
  }

  private Reply reply(Outcome outcome, String requestId) throws IOException {
    return switch (outcome) {
      case Outcome.Responded(Content payload) -> responded(payload, requestId);
      case Outcome.Failed(String reason) -> failed(requestId, "the function failed: " + reason);
      case Outcome.Died(int exitCode) ->
          failed(requestId, "the environment ended with exit code " + exitCode);
      case Outcome.TimedOut() -> failed(requestId, "the function's timeout passed");
    };
  }

  private Reply responded(Content payload, String requestId) throws IOException {
    try {
      return front.reply(payload);
    } catch (IllegalArgumentException e) {
      return failed(requestId, String.valueOf(e.getMessage()));
    }
  }

  private Reply throttled() {
    return front == Front.FUNCTION_URL ? THROTTLED : front.failure();
  }

  private Reply failed(String requestId, String reason) {
    LOG.log(Level.WARNING, "[" + requestId + "] " + reason);
    return front.failure();
  }
}
