package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.Trace;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.health.MeterField;
import dev.wayfare.router.sign.Credential;
import io.vertx.core.Handler;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a request answered by one target; it ends once, with one call to its observer.
 */
final class Attempt {
  private static final int SHORT_LENGTH_DIGITS = 6;
  private static final long DISCARD_MILLIS = 1_000;

  /** RFC 9113, section 7. */
  private static final long REFUSED_STREAM = 7;

  private static final long CANCEL = 8;

  private final Countdown tryTimes;
  private final Target target;
  private final TryRecord record;
  private final Observer observer;
  private @Nullable HttpClientRequest request;
  private Countdown.@Nullable Running deadline;
  private boolean isRefused;
  private boolean awaitsCredential;
  private boolean over;

  /** Whom an attempt tells how it ended. */
  interface Observer {
    /**
     * There is a connection, and the request is about to be sent.
     *
     * @return how long the answer is waited for from now on, in milliseconds
     */
    long sending(Attempt attempt);

    /** The request is on its way, but for a body that is streamed. */
    default void sent(Attempt attempt) {}

    /** The response's head arrived; its body has not been read. */
    void headArrived(Attempt attempt, HttpClientResponse response);

    /** No response came; {@code fault} is the target's, and the attempt is recorded. */
    void failed(Attempt attempt, Fault fault, Throwable cause);

    /** Too many requests wait for the target's connections; nothing was sent. */
    void crowdedOut(Attempt attempt);
  }

  Attempt(Countdown tryTimes, Target target, TryRecord record, Observer observer) {
    this.tryTimes = tryTimes;
    this.target = target;
    this.record = record;
    this.observer = observer;
  }

  Target target() {
    return target;
  }

  TryRecord record() {
    return record;
  }

  /**
   * True once the target may have acted upon something; a stream that it refused was not looked at
   * (RFC 9113, section 8.7).
   */
  boolean isSent() {
    return request != null && !isRefused;
  }

  /** Waits for a try's time from now on, instead of any time before. */
  void limit() {
    unlimit();
    deadline =
        tryTimes.start(
            () -> timeOut(new DeadlineException("no response within " + tryTimes.time())));
  }

  /** Waits as long as somebody else does. */
  void unlimit() {
    if (deadline != null) {
      deadline.stop();
      deadline = null;
    }
  }

  private void end() {
    over = true;
    unlimit();
  }

  void start(Upstream upstream, Outbound outbound) {
    TargetAuth auth = target.config().access().auth();
    if (auth == null) {
      connect(upstream, outbound, made -> send(made, outbound, Map.of()));
      return;
    }
    awaitsCredential = true;
    upstream
        .credential(auth)
        .onComplete(
            credential -> {
              awaitsCredential = false;
              connect(upstream, outbound, made -> prove(upstream, made, outbound, credential));
            },
            this::withoutCredential);
  }

  private void connect(Upstream upstream, Outbound outbound, Handler<HttpClientRequest> connected) {
    if (over) {
      return;
    }
    try {
      upstream.connect(target, outbound).onComplete(connected, this::notConnected);
    } catch (RuntimeException e) {
      notConnected(e);
    }
  }

  /** At the last moment, since a signature is dated. */
  private void prove(
      Upstream upstream, HttpClientRequest made, Outbound outbound, Credential credential) {
    made.exceptionHandler(this::broken);
    upstream
        .prove(credential, outbound.signable(target))
        .onComplete(
            proof -> send(made, outbound, proof),
            cause -> {
              made.reset(CANCEL);
              broken(cause);
            });
  }

  private void withoutCredential(Throwable cause) {
    if (!over) {
      end();
      fail(Fault.CREDENTIALS, cause);
    }
  }

  /** Gives up; a response that began is cut off. */
  void cancel() {
    end();
    if (request != null) {
      request.reset(CANCEL);
    }
  }

  /**
   * Ends a request whose response ended before. By HTTP/1.1 that takes the connection, and a reset
   * would not do: Vert.x takes such a stream for one that is still at work, and the pool would
   * never get it back.
   */
  void sever() {
    end();
    if (request != null && request.version() == HttpVersion.HTTP_2) {
      request.reset(CANCEL);
    } else if (request != null) {
      request.connection().close();
    }
  }

  /** Lets go of a response that nobody wants; a short one is read, to keep the connection. */
  void discard(HttpClientResponse response) {
    if (request != null && isShort(response.getHeader("content-length"))) {
      request.idleTimeout(DISCARD_MILLIS);
      response.resume();
    } else {
      cancel();
    }
  }

  private static boolean isShort(@Nullable String contentLength) {
    return contentLength != null && contentLength.length() < SHORT_LENGTH_DIGITS;
  }

  /**
   * Gives up because it took too long. Where nothing was sent, no connection failed either, since
   * that takes less time: the request waited for one, which says nothing about the target. Whoever
   * gives no credential in time gives none.
   */
  void timeOut(Throwable cause) {
    if (over) {
      return;
    }
    cancel();
    if (isSent()) {
      fail(Fault.TIMEOUT, cause);
    } else if (awaitsCredential) {
      fail(Fault.CREDENTIALS, cause);
    } else {
      crowdedOut();
    }
  }

  /** What the head of {@code response} says about who answered. */
  ResponseVerdict verdict(HttpClientResponse response) {
    return ResponseVerdict.of(
        response.statusCode(),
        response.request().getMethod().equals(HttpMethod.HEAD),
        String.join(", ", response.headers().getAll(MeterField.NAME)),
        target.config().access().auth() != null);
  }

  private void send(HttpClientRequest made, Outbound outbound, Map<String, String> proof) {
    made.exceptionHandler(this::broken);
    if (over) {
      made.reset(CANCEL);
      return;
    }
    request = made;
    record.sent();
    long timeoutMillis = observer.sending(this);
    if (record.trace() != null) {
      tellTrace(made, record.trace());
    }
    made.response().onComplete(this::answered, this::broken);
    try {
      outbound.writeTo(made, target.config().access(), proof, timeoutMillis);
      observer.sent(this);
    } catch (RuntimeException e) {
      made.reset(CANCEL);
      broken(e);
    }
  }

  private static void tellTrace(HttpClientRequest made, Trace.Try trace) {
    made.putHeader(TraceFields.PARENT, trace.parent());
    if (trace.state() != null) {
      made.putHeader(TraceFields.STATE, trace.state());
    }
  }

  private void answered(HttpClientResponse response) {
    if (!over) {
      end();
      response.exceptionHandler(ignored -> {});
      record.headArrived();
      observer.headArrived(this, response);
    }
  }

  private void notConnected(Throwable cause) {
    if (over) {
      return;
    }
    end();
    if (cause instanceof ConnectionPoolTooBusyException) {
      crowdedOut();
    } else {
      fail(Fault.CONNECT, cause);
    }
  }

  private void crowdedOut() {
    record.neverBegan();
    observer.crowdedOut(this);
  }

  private void broken(Throwable cause) {
    isRefused = cause instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    if (!over) {
      end();
      fail(Fault.RESET, cause);
    }
  }

  private void fail(Fault fault, Throwable cause) {
    record.failed(fault, 0);
    observer.failed(this, fault, cause);
  }
}
