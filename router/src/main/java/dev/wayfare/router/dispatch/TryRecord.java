package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Call;
import dev.wayfare.router.dispatch.Exploration.Cause;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.health.MeterField;
import dev.wayfare.router.health.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells the breaker, the estimates, the ledger and the metrics how one try went, once. */
public final class TryRecord {
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
  private static final long NOTICEABLE_NANOS = Duration.ofMillis(10).toNanos();
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int UNUSUALLY_MANY_TIMES = 4;

  private final Target target;
  private final Permit permit;
  private final LongSupplier nanoTicker;
  private final TrafficListener listener;
  private final Optional<DecisionRecord> decision;
  private final @Nullable Cause explores;
  private final long beganNanos;
  private long sentNanos;
  private long latencyFromNanos;
  private Duration latency = Duration.ZERO;
  private @Nullable ResponseVerdict owed;
  private Trace.@Nullable Try trace;
  private @Nullable Fault fault;
  private int status;
  private long idleNanos;
  private boolean isSent;
  private boolean closed;

  /**
   * @param decision that led here; empty for a probe
   */
  public TryRecord(
      Target target,
      Permit permit,
      LongSupplier nanoTicker,
      TrafficListener listener,
      Optional<DecisionRecord> decision) {
    this.decision = decision;
    this.explores = cause(target, decision);
    this.target = target;
    this.permit = permit;
    this.nanoTicker = nanoTicker;
    this.listener = listener;
    this.beganNanos = nanoTicker.getAsLong();
    this.sentNanos = beganNanos;
    this.latencyFromNanos = beganNanos;
  }

  private static @Nullable Cause cause(Target target, Optional<DecisionRecord> decision) {
    if (decision.isEmpty()) {
      return Cause.PROBE;
    }
    return decision.get().examines(target.candidateId()) ? Cause.EXAMINED : null;
  }

  /** The try is a part of a trace. */
  public void traced(Trace.Try by) {
    trace = by;
  }

  /** The try as a part of its trace; null where it is not traced. */
  public Trace.@Nullable Try trace() {
    return trace;
  }

  /** The request is being sent. */
  public void sent() {
    sentNanos = nanoTicker.getAsLong();
    isSent = true;
    target.sent();
    idleNanos = target.estimates().began(sentNanos);
  }

  /** True where the request waited for its connection so long that it matters. */
  public boolean waited() {
    return sentNanos - beganNanos > NOTICEABLE_NANOS;
  }

  /** The client's streamed body has ended: only from here on is it the target that takes time. */
  public void bodyEnded() {
    sentNanos = nanoTicker.getAsLong();
    latencyFromNanos = sentNanos;
  }

  /** The response's head arrived. */
  public void headArrived() {
    latency = since(latencyFromNanos);
  }

  /** The response ended, with so many bytes in its body. */
  public void answered(ResponseVerdict verdict, long bytes) {
    status = verdict.status();
    if (!close(TryOutcome.ANSWERED)) {
      settle(bytes);
      return;
    }
    target.health().succeeded(permit, latency);
    judge(status >= FIRST_SERVER_ERROR);
    target.estimates().answered(latency, nanoTicker.getAsLong());
    if (verdict.isWarm()) {
      target.answered(latencyFromNanos, latencyFromNanos + latency.toNanos());
    }
    bill(verdict, bytes);
  }

  /** The platform answered for the guest, with a failure; it is charged when its body has ended. */
  public void failedWith(ResponseVerdict verdict) {
    status = verdict.status();
    if (fail(Fault.STATUS, latency) && !verdict.isTurnedAway()) {
      owed = verdict;
    }
  }

  /** No whole response came, but so many bytes of its body. */
  public void failed(Fault fault, long bytes) {
    if (!fail(fault, since(latencyFromNanos))) {
      settle(bytes);
    } else if (fault.isSent()) {
      charge(Optional.empty(), bytes);
    }
  }

  /** The response was given up, after so many bytes of its body, and nobody is to blame. */
  public void abandoned(boolean sent, long bytes) {
    if (!close(TryOutcome.ABANDONED)) {
      settle(bytes);
      return;
    }
    target.health().abandoned(permit);
    if (sent) {
      charge(Optional.empty(), bytes);
    }
  }

  /**
   * The client went away before the response began. Where it waited much longer than is usual, that
   * is the target's failure; else nobody would notice a hanging target whose clients have less
   * patience than the router.
   */
  public void givenUp() {
    if (since(sentNanos).compareTo(patience()) > 0) {
      failed(Fault.TIMEOUT, 0);
    } else {
      abandoned(true, 0);
    }
  }

  private Duration patience() {
    Duration usual = target.estimates().answerLatency().multipliedBy(UNUSUALLY_MANY_TIMES);
    return usual.compareTo(LEAST_PATIENCE) > 0 ? usual : LEAST_PATIENCE;
  }

  /**
   * Another try at the same request was answered first.
   *
   * <p>The latency is at least what was waited: left out, it would make the target look the quicker
   * the more often it is outrun. Much more than is usual is a failure to the breaker, or a target
   * that hangs would never be noticed: of those that do not, few calls take so long.
   */
  public void outrun() {
    Duration waited = since(latencyFromNanos);
    if (!close(TryOutcome.OUTRUN)) {
      return;
    }
    Duration usual = target.estimates().answerLatency();
    if (isSent && waited.compareTo(usual.multipliedBy(2)) > 0) {
      target.health().failed(permit, waited, Fault.TIMEOUT);
    } else {
      target.health().abandoned(permit);
    }
    if (isSent) {
      if (waited.compareTo(usual) > 0) {
        target.estimates().outlasted(waited, nanoTicker.getAsLong());
      }
      charge(Optional.empty(), 0);
    }
  }

  /** The try could not even start for a reason of the router's own; nobody is to blame. */
  public void neverBegan() {
    if (close(TryOutcome.ABANDONED)) {
      target.health().abandoned(permit);
    }
  }

  private boolean fail(Fault why, Duration after) {
    fault = why;
    latency = after;
    if (!close(TryOutcome.FAILED)) {
      return false;
    }
    target.countFailure();
    target.health().failed(permit, after, why);
    judge(true);
    long nowNanos = nanoTicker.getAsLong();
    if (!why.isSent()) {
      target.estimates().began(nowNanos);
    }
    target.estimates().failed(after, nowNanos);
    return true;
  }

  /** Probes are no callers' requests, and go to what serves alone. */
  private void judge(boolean isError) {
    if (decision.isPresent()) {
      target.ended(isError);
    }
  }

  private boolean close(TryOutcome outcome) {
    if (closed) {
      return false;
    }
    closed = true;
    if (isSent) {
      target.ended();
    }
    listener.tried(target, outcome, latency);
    decision.ifPresent(record -> record.tried(target.id(), outcome, latency));
    if (trace != null) {
      trace.ended(outcome, status, fault);
    }
    return true;
  }

  private void settle(long bytes) {
    if (owed != null) {
      charge(owed.meter(), bytes);
      owed = null;
    }
  }

  private void bill(ResponseVerdict verdict, long bytes) {
    Optional<MeterField> meter = verdict.meter();
    if (!verdict.isWorthAnotherTry()) {
      estimate(verdict, bytes);
    }
    target.metered(meter.isPresent());
    charge(meter, bytes);
  }

  private void estimate(ResponseVerdict verdict, long bytes) {
    Optional<MeterField> meter = verdict.meter();
    Estimates estimates = target.estimates();
    long nowNanos = nanoTicker.getAsLong();
    Duration initTime = meter.map(MeterField::initTime).orElse(Duration.ZERO);
    if (initTime.isZero()) {
      Duration handlerTime = meter.map(MeterField::handlerTime).orElseGet(this::elapsed);
      estimates.handled(handlerTime, idleNanos, nowNanos);
    } else {
      estimates.started(initTime, idleNanos, nowNanos);
    }
    if (verdict.mayHaveBody()) {
      estimates.sent(bytes, nowNanos);
    }
  }

  /** Without a meter the time that the router saw is billed: too much rather than too little. */
  private void charge(Optional<MeterField> meter, long bytes) {
    Duration handlerTime = meter.map(MeterField::handlerTime).orElseGet(this::elapsed);
    Duration initTime = meter.map(MeterField::initTime).orElse(Duration.ZERO);
    Call call = new Call(handlerTime, initTime, bytes);
    String consumer = decision.map(DecisionRecord::sender).map(Sender::consumer).orElse(null);
    target.charge(call, explores, consumer);
  }

  private Duration elapsed() {
    return since(beganNanos);
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, nanoTicker.getAsLong() - nanos));
  }
}
