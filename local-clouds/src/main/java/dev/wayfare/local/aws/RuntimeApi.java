package dev.wayfare.local.aws;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Endpoint;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API of one execution environment, version 2018-06-01.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
final class RuntimeApi implements Endpoint, AutoCloseable {
  /**
   * The most that a function may return: "6 MB", which Lambda's own message gives as this figure.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
   *     quotas</a>
   */
  static final int LIMIT_BYTES = 6_291_556;

  static final Reply TOO_LARGE =
      Reply.json(413, "{\"errorType\":\"RequestEntityTooLarge\",\"errorMessage\":\"Exceeded\"}");

  private static final String BASE = "/2018-06-01/runtime/";
  private static final Reply RESTORED = Reply.empty(200);
  private static final Reply ACCEPTED = Reply.json(202, "{\"status\":\"OK\"}");

  private final BlockingQueue<Work> submitted = new ArrayBlockingQueue<>(1);
  private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
  private final AtomicReference<@Nullable Integer> exit = new AtomicReference<>();
  private final CompletableFuture<Void> initialised = new CompletableFuture<>();

  /**
   * One invocation as the runtime gets it.
   *
   * @param requestId its id
   * @param traceId its tracing header
   * @param deadlineMillis when it will be killed, in milliseconds since 1970
   * @param event what the handler reads
   */
  record Invocation(String requestId, String traceId, long deadlineMillis, Content event) {}

  private sealed interface Work {}

  private record Running(Invocation invocation, CompletableFuture<Outcome> outcome)
      implements Work {}

  private record NoMore() implements Work {}

  /** Completes when the runtime asks for its first invocation, or fails with the reason why not. */
  CompletableFuture<Void> initialised() {
    return initialised;
  }

  /** Hands the next invocation over; to be called again only when its outcome is there. */
  CompletableFuture<Outcome> submit(Invocation invocation) {
    var work = new Running(invocation, new CompletableFuture<>());
    running.set(work);
    Integer exitCode = exit.get();
    if (exitCode == null) {
      submitted.add(work);
    } else {
      finish(new Outcome.Died(exitCode));
    }
    return work.outcome;
  }

  /** The runtime's process has ended. */
  void died(int exitCode) {
    exit.set(exitCode);
    initialised.completeExceptionally(
        new IOException("the function's process ended with exit code " + exitCode + " in INIT"));
    finish(new Outcome.Died(exitCode));
  }

  /** Lets a runtime that waits for work go. */
  @Override
  public void close() {
    submitted.clear();
    var _ = submitted.offer(new NoMore());
  }

  @Override
  public Reply answer(Request request) throws InterruptedException {
    String path = request.path();
    if (path.equals(BASE + "invocation/next")) {
      return next();
    }
    if (path.equals(BASE + "restore/next")) {
      // Here the snapshot would be taken, and this be answered in each environment made of it.
      return RESTORED;
    }
    if (path.equals(BASE + "init/error") || path.equals(BASE + "restore/error")) {
      initialised.completeExceptionally(
          new IOException("the function failed in INIT: " + request.body().text()));
      return ACCEPTED;
    }
    Running work = running.get();
    if (work == null || !path.startsWith(BASE + "invocation/" + work.invocation.requestId + "/")) {
      return Reply.json(400, "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"Invalid\"}");
    }
    if (path.endsWith("/response")) {
      finish(new Outcome.Responded(request.body()));
    } else {
      finish(new Outcome.Failed(request.body().text()));
    }
    return ACCEPTED;
  }

  private Reply next() throws InterruptedException {
    initialised.complete(null);
    return switch (submitted.take()) {
      case Running(Invocation invocation, var _) ->
          new Reply(
              200,
              List.of(
                  new Field("Content-Type", "application/json"),
                  new Field("Lambda-Runtime-Aws-Request-Id", invocation.requestId),
                  new Field("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis)),
                  new Field("Lambda-Runtime-Invoked-Function-Arn", LambdaFunction.ARN),
                  new Field("Lambda-Runtime-Trace-Id", invocation.traceId)),
              invocation.event);
      case NoMore() -> Reply.empty(410);
    };
  }

  private void finish(Outcome outcome) {
    Running work = running.getAndSet(null);
    if (work != null) {
      work.outcome.complete(outcome);
    }
  }
}
