package dev.wayfare.router.dispatch;

import dev.wayfare.router.region.Caller;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request's passage through the router: what metrics, traces and the request log tell of it.
 *
 * <p>Used by the request's event loop alone until it {@linkplain #end ended}; it does not change
 * after that.
 */
public final class Passage {
  /** Whom a request waits for. */
  public enum Phase {
    /** The router. */
    ROUTER,
    /** The client, to send a body that is read before a target is chosen. */
    CLIENT,
    /** A connection to a target: a free one of the pool, or a new one. */
    CONNECTION,
    /** A target: from the end of the request's head to the end of the answer. */
    UPSTREAM
  }

  /** How a request ended. */
  public enum End {
    /** The client was given a whole answer. */
    ANSWERED,
    /** The client went away first. */
    ABANDONED,
    /** The answer began, could not be brought to its end, and was cut off. */
    CUT_OFF
  }

  private final String requestId;
  private final String method;
  private final Caller caller;
  private final LongSupplier nanoTicker;
  private final long beganNanos;
  private Phase phase = Phase.ROUTER;
  private long sinceNanos;
  private long routerNanos;
  private long clientNanos;
  private long connectionNanos;
  private long upstreamNanos;
  private @Nullable String path;
  private @Nullable Route route;
  private @Nullable Sender sender;
  private @Nullable DecisionRecord decision;
  private @Nullable Trace trace;
  private @Nullable String refusal;
  private @Nullable End end;
  private int status;
  private long bytesIn;
  private long bytesOut;

  /** The passage of a request whose head arrived now. */
  public Passage(String requestId, String method, Caller caller, LongSupplier nanoTicker) {
    this.requestId = requestId;
    this.method = method;
    this.caller = caller;
    this.nanoTicker = nanoTicker;
    this.beganNanos = nanoTicker.getAsLong();
    this.sinceNanos = beganNanos;
  }

  /** It was asked for {@code path}, which has no query. */
  public void path(String asked) {
    path = asked;
  }

  /** It belongs to the function of {@code found}. */
  public void route(Route found) {
    route = found;
  }

  /** It is from {@code known}. */
  public void sender(Sender known) {
    sender = known;
  }

  /** It was decided where it goes. */
  public void decided(DecisionRecord made) {
    decision = made;
  }

  /** It is traced. */
  public void traced(Trace by) {
    trace = by;
  }

  /** From now on it waits for another. */
  public void enter(Phase next) {
    long now = nanoTicker.getAsLong();
    long nanos = now - sinceNanos;
    switch (phase) {
      case ROUTER -> routerNanos += nanos;
      case CLIENT -> clientNanos += nanos;
      case CONNECTION -> connectionNanos += nanos;
      case UPSTREAM -> upstreamNanos += nanos;
    }
    sinceNanos = now;
    phase = next;
  }

  /** The router answers it by itself; {@code cause} is a word for why. */
  public void refused(String cause) {
    refusal = cause;
  }

  /**
   * It ended.
   *
   * @param answered the answer's status, 0 where none was given
   * @param in bytes of the request's body
   * @param out bytes of the answer's body
   */
  public void end(End how, int answered, long in, long out) {
    enter(phase);
    end = how;
    status = answered;
    bytesIn = in;
    bytesOut = out;
    if (trace != null) {
      trace.ended(this);
    }
  }

  /** The request's id, as in its answer's {@code x-request-id}. */
  public String requestId() {
    return requestId;
  }

  /** The request's method. */
  public String method() {
    return method;
  }

  /** The raw path, without its query; empty where there was none that is valid. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** Who sent it. */
  public Caller caller() {
    return caller;
  }

  /** The function's route; null where none was found. */
  public @Nullable Route route() {
    return route;
  }

  /** Who sent it; null where that is not asked, or not known. */
  public @Nullable Sender sender() {
    return sender;
  }

  /** Where it went and how that went; null where it did not come so far. */
  public @Nullable DecisionRecord decision() {
    return decision;
  }

  /** Its trace; null where it is not traced. */
  public @Nullable Trace trace() {
    return trace;
  }

  /** Why the router answered by itself; null where it did not. */
  public @Nullable String refusal() {
    return refusal;
  }

  /** How it ended; null where it has not. */
  public @Nullable End end() {
    return end;
  }

  /** The answer's status, 0 where none was given. */
  public int status() {
    return status;
  }

  /** Bytes of the request's body that were read. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes of the answer's body. */
  public long bytesOut() {
    return bytesOut;
  }

  /** When its head had arrived, by the ticker. */
  public long beganNanos() {
    return beganNanos;
  }

  /** For how long it waited in {@code which}, in all tries together. */
  public long nanos(Phase which) {
    return switch (which) {
      case ROUTER -> routerNanos;
      case CLIENT -> clientNanos;
      case CONNECTION -> connectionNanos;
      case UPSTREAM -> upstreamNanos;
    };
  }

  /** From the request's head to the end of its answer. */
  public long totalNanos() {
    return sinceNanos - beganNanos;
  }
}
