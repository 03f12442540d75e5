package dev.wayfare.router.proxy;

import dev.wayfare.pricing.Call;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.health.MeterField;
import dev.wayfare.router.health.Permit;
import dev.wayfare.router.proxy.TrafficListener.TryOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tells the breaker, the estimates, the ledger and the metrics how one try went, once. */
final class TryRecord {
  private final Target target;
  private final Permit permit;
  private final LongSupplier nanoTicker;
  private final TrafficListener listener;
  private final long beganNanos;
  private Duration latency = Duration.ZERO;
  private boolean closed;

  TryRecord(Target target, Permit permit, LongSupplier nanoTicker, TrafficListener listener) {
    this.target = target;
    this.permit = permit;
    this.nanoTicker = nanoTicker;
    this.listener = listener;
    this.beganNanos = nanoTicker.getAsLong();
    target.countRequest();
    target.estimates().began(beganNanos);
  }

  /** The response's head arrived. */
  void headArrived() {
    latency = elapsed();
  }

  /** The response ended, with so many bytes in its body. */
  void answered(ResponseVerdict verdict, long bytes) {
    if (!close(TryOutcome.ANSWERED)) {
      return;
    }
    target.health().succeeded(permit, latency);
    target.estimates().answered(latency, nanoTicker.getAsLong());
    bill(verdict.meter(), bytes);
  }

  /** The platform answered for the guest, with a failure. */
  void failedWith(ResponseVerdict verdict) {
    if (!fail(Fault.STATUS, latency)) {
      return;
    }
    if (!verdict.isThrottle()) {
      charge(verdict.meter(), 0);
    }
  }

  /** No whole response came. */
  void failed(Fault fault) {
    if (fail(fault, elapsed()) && fault != Fault.CONNECT) {
      charge(Optional.empty(), 0);
    }
  }

  /** The client went away, after so many bytes of the response's body. */
  void abandoned(boolean sent, long bytes) {
    if (!close(TryOutcome.ABANDONED)) {
      return;
    }
    target.health().abandoned(permit);
    if (sent) {
      charge(Optional.empty(), bytes);
    }
  }

  /** The try could not even start for a reason of the router's own; nobody is to blame. */
  void neverBegan() {
    if (close(TryOutcome.ABANDONED)) {
      target.health().abandoned(permit);
    }
  }

  private boolean fail(Fault fault, Duration after) {
    latency = after;
    if (!close(TryOutcome.FAILED)) {
      return false;
    }
    target.countFailure();
    target.health().failed(permit, after, fault);
    target.estimates().failed(after, nanoTicker.getAsLong());
    return true;
  }

  private boolean close(TryOutcome outcome) {
    if (closed) {
      return false;
    }
    closed = true;
    listener.tried(target, outcome, latency);
    return true;
  }

  private void bill(Optional<MeterField> meter, long bytes) {
    Estimates estimates = target.estimates();
    long nowNanos = nanoTicker.getAsLong();
    boolean warm = meter.isEmpty() || meter.get().initTime().isZero();
    if (warm) {
      estimates.handled(meter.map(MeterField::handlerTime).orElseGet(this::elapsed), nowNanos);
    }
    estimates.sent(bytes, nowNanos);
    target.metered(meter.isPresent());
    charge(meter, bytes);
  }

  /** Without a meter the time that the router saw is billed: too much rather than too little. */
  private void charge(Optional<MeterField> meter, long bytes) {
    Duration handlerTime = meter.map(MeterField::handlerTime).orElseGet(this::elapsed);
    Duration initTime = meter.map(MeterField::initTime).orElse(Duration.ZERO);
    target.tariff().charge(new Call(handlerTime, initTime, bytes));
  }

  private Duration elapsed() {
    return Duration.ofNanos(Math.max(0, nanoTicker.getAsLong() - beganNanos));
  }
}
