package dev.wayfare.router.proxy;

import dev.wayfare.router.access.Denial;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * An answer that the router gives by itself.
 *
 * @param status 4xx or 5xx
 * @param cause a word for why, for metrics and logs: of few that there are
 * @param sentence what happened and what to do, for the caller
 * @param fields of the answer that go with its status, by their names in lower case
 */
record Refusal(int status, String cause, String sentence, Map<String, String> fields) {
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;
  private static final Map<String, String> SOON = Map.of("retry-after", "1");

  private Refusal(int status, String cause, String sentence) {
    this(status, cause, sentence, status == UNAVAILABLE ? SOON : Map.of());
  }

  static Refusal of(Denial denial) {
    return new Refusal(
        denial.cause().status(), denial.cause().word(), denial.sentence(), denial.fields());
  }

  static Refusal notFound() {
    return new Refusal(404, "not-found", "No function is configured for this path.");
  }

  /** The function is in the file, and no target of it is deployed yet. */
  static Refusal undeployed() {
    return new Refusal(
        UNAVAILABLE,
        "not-deployed",
        "The function of this path is not deployed yet; try again later.");
  }

  static Refusal noPath() {
    return new Refusal(400, "no-path", "The request target is not a path.");
  }

  static Refusal noHost() {
    return new Refusal(400, "no-host", "The request must name one host.");
  }

  static Refusal malformed() {
    return new Refusal(400, "malformed", "A field of the request is malformed.");
  }

  static Refusal slowClient() {
    return new Refusal(408, "slow-client", "The request's body did not arrive in time.");
  }

  static Refusal noTunnel() {
    return new Refusal(405, "no-tunnel", "This server forwards to functions and opens no tunnels.");
  }

  static Refusal noTrace() {
    return new Refusal(
        NOT_IMPLEMENTED,
        "no-trace",
        "TRACE is not answered here, and Max-Forwards lets it go no further.");
  }

  static Refusal noWebSocket() {
    return new Refusal(
        NOT_IMPLEMENTED,
        "no-websocket",
        "WebSockets are not forwarded: a function answers one request and ends; use HTTP.");
  }

  static Refusal loop() {
    return new Refusal(
        508,
        "loop",
        "The request passed this router before, or too many others: a target leads back to it.");
  }

  static Refusal expectation() {
    return new Refusal(
        417, "expectation", "The only expectation that is met here is 100-continue.");
  }

  static Refusal tooLarge(long maxBytes) {
    return new Refusal(
        413, "too-large", "The request's body is larger than " + maxBytes + " bytes.");
  }

  /** The same where it is only the targets that are left which take no more. */
  static Refusal tooLargeToSign(long maxBytes) {
    return new Refusal(
        413,
        "too-large",
        "The request's body is larger than "
            + maxBytes
            + " bytes, the most that a target takes which could answer it.");
  }

  static Refusal coded() {
    return new Refusal(
        NOT_IMPLEMENTED, "coded", "The only transfer coding that is understood here is chunked.");
  }

  static Refusal shed(String reason) {
    return new Refusal(
        UNAVAILABLE, "shed", "The request was not sent: " + reason + "; try again later.");
  }

  static Refusal crowded() {
    return new Refusal(
        UNAVAILABLE,
        "crowded",
        "The request was not sent: too many requests wait for this function already; try again"
            + " later.");
  }

  static Refusal allFailed() {
    return new Refusal(502, "all-failed", "No target answered this request; try again later.");
  }

  static Refusal timedOut() {
    return new Refusal(
        504, "timed-out", "No target answered this request in time; try again later.");
  }

  static Refusal broken() {
    return new Refusal(500, "broken", "The router failed to handle this request.");
  }

  /** The answer's body. */
  String text(String requestId) {
    return sentence + " Request id: " + requestId + "\n";
  }

  /** Writes the whole answer; the future is that of its end. */
  Future<Void> writeTo(HttpServerResponse response, String requestId, boolean close) {
    response
        .setStatusCode(status)
        .putHeader("content-type", "text/plain; charset=utf-8")
        .putHeader("x-request-id", requestId);
    fields.forEach(response::putHeader);
    if (close) {
      response.putHeader("connection", "close");
    }
    return response.end(text(requestId));
  }
}
