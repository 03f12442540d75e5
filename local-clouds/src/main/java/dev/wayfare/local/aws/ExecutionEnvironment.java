package dev.wayfare.local.aws;

import dev.wayfare.local.Child;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Listener;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One execution environment: a process of Amazon's runtime client with a Runtime API of its own. It
 * serves one invocation at a time, and a pool sees to that.
 */
final class ExecutionEnvironment implements AutoCloseable {
  /** Lambda allows 10 s; a busy machine of one's own gets more. */
  private static final Duration INIT = Duration.ofSeconds(30);

  private final RuntimeApi api;
  private final Listener listener;
  private final Child process;
  private final Duration timeout;
  private final InstantSource clock;
  private volatile boolean closed;

  ExecutionEnvironment(
      RuntimeApi api, Listener listener, Child process, Duration timeout, InstantSource clock) {
    this.api = api;
    this.listener = listener;
    this.process = process;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** The process id, for whoever wants to see it die. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return !closed && process.isAlive();
  }

  /**
   * Waits for the end of the INIT phase.
   *
   * @throws IOException if the function does not initialise, saying why
   */
  void awaitInit() throws IOException, InterruptedException {
    try {
      api.initialised().get(INIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the function did not initialise within " + INIT, e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e), e);
    }
  }

  /** Runs one invocation to its end. */
  Outcome invoke(String requestId, String traceId, Content event) throws InterruptedException {
    long deadlineMillis = clock.instant().plus(timeout).toEpochMilli();
    var invocation = new RuntimeApi.Invocation(requestId, traceId, deadlineMillis, event);
    try {
      return api.submit(invocation).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close();
      return new Outcome.TimedOut();
    } catch (ExecutionException e) {
      return new Outcome.Failed(String.valueOf(e.getCause()));
    }
  }

  @Override
  public void close() {
    closed = true;
    process.close();
    api.close();
    listener.close();
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.toString() : String.valueOf(cause.getMessage());
  }
}
