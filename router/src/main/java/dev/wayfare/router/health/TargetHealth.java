package dev.wayfare.router.health;

import dev.wayfare.router.decide.Standing;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One target's circuit breaker.
 *
 * <p>It opens when at least {@value #MIN_CALLS} of the last {@value #WINDOW} calls are known and
 * half of them failed. It stays open for 1 s, and after each failed trial twice as long, up to 30
 * s, and also twice as long for each time that it opened lately: one of those is forgotten each
 * minute. Then {@value #TRIALS} requests decide. Where too many others are out ({@link Ejections}),
 * it is spared: meanwhile it gets what nobody else can take. A target that could not even be
 * connected to is not tried with requests: a bare connection, which costs nothing, must succeed
 * first ({@link #invite}).
 *
 * <p>Permits are granted and reported back one at a time: the breaker changes its state before it
 * says so, and a permit taken in between would carry the number of the wrong state.
 */
public final class TargetHealth {
  private static final int WINDOW = 10;
  private static final int MIN_CALLS = 5;
  private static final float FAILURE_PERCENT = 50;
  private static final int TRIALS = 2;
  private static final long FIRST_WAIT_MILLIS = 1_000;
  private static final long LONGEST_WAIT_MILLIS = 30_000;
  private static final int MOST_DOUBLINGS = 5;
  private static final long FORGET_MILLIS = 60_000;

  private final InstantSource steady;
  private final CircuitBreaker breaker;
  private final AtomicLong epoch = new AtomicLong();
  private volatile long openUntilMillis;

  /** The breaker's, as it said last: it is three objects further away, and looked at often. */
  private volatile State state = State.CLOSED;

  private volatile @Nullable Fault lastFault;
  private final Ejections ejections;
  private int openings;
  private long openedMillis;
  private volatile boolean isOut;
  private boolean isRetired;

  /**
   * The health of a target that has not failed yet.
   *
   * @param nanoTicker measures the waits: a clock that is put back would make them longer
   * @param ejections those of the target's function
   */
  public TargetHealth(String target, LongSupplier nanoTicker, Ejections ejections) {
    this.ejections = ejections;
    this.steady = () -> Instant.EPOCH.plusNanos(nanoTicker.getAsLong());
    this.breaker =
        CircuitBreaker.of(
            target,
            CircuitBreakerConfig.custom()
                .clock(steady.withZone(ZoneOffset.UTC))
                .slidingWindow(
                    WINDOW, MIN_CALLS, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILURE_PERCENT)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .waitIntervalFunctionInOpenState(this::opened)
                .writableStackTraceEnabled(false)
                .build());
    breaker.getEventPublisher().onStateTransition(this::changed);
  }

  /** Whether the target may be given requests now. */
  public Standing standing() {
    return switch (state) {
      case CLOSED, DISABLED, METRICS_ONLY -> Standing.HEALTHY;
      case HALF_OPEN -> Standing.ON_TRIAL;
      case OPEN -> whileOpen();
      case FORCED_OPEN -> Standing.OUT;
    };
  }

  /** The right to send one request, or empty where the breaker grants none now. */
  public synchronized Optional<Permit> tryAcquire() {
    if (breaker.tryAcquirePermission()) {
      return Optional.of(new Permit(epoch.get()));
    }
    return standing() == Standing.LAST_RESORT ? Optional.of(Permit.UNCOUNTED) : Optional.empty();
  }

  private Standing whileOpen() {
    if (needsConnection()) {
      return Standing.OUT;
    }
    if (isWaitOver()) {
      return Standing.ON_TRIAL;
    }
    return isOut ? Standing.OUT : Standing.LAST_RESORT;
  }

  private void changed(CircuitBreakerOnStateTransitionEvent event) {
    epoch.incrementAndGet();
    giveBack();
    if (event.getStateTransition().getToState() == State.OPEN) {
      isOut = !isRetired && ejections.take();
    }
    state = event.getStateTransition().getToState();
  }

  private void giveBack() {
    if (isOut) {
      isOut = false;
      ejections.giveBack();
    }
  }

  /**
   * The target is none of its function's any more: it counts no longer among those that are out.
   */
  public synchronized void retire() {
    isRetired = true;
    giveBack();
  }

  /** The call under {@code permit} was answered, whatever the guest's status. */
  public synchronized void succeeded(Permit permit, Duration latency) {
    if (isCurrent(permit)) {
      breaker.onSuccess(latency.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** The platform failed the call under {@code permit}. */
  public synchronized void failed(Permit permit, Duration latency, Fault fault) {
    lastFault = fault;
    if (isCurrent(permit)) {
      breaker.onError(latency.toNanos(), TimeUnit.NANOSECONDS, new PlatformFailure(fault));
    }
  }

  /** The call under {@code permit} was given up before anybody could say how it went. */
  public synchronized void abandoned(Permit permit) {
    if (isCurrent(permit)) {
      breaker.releasePermission();
    }
  }

  /**
   * Whether any of the last {@value #WINDOW} calls failed, or the trial of such a failure goes on.
   */
  public boolean hasFailedLately() {
    return breaker.getState() != State.CLOSED || breaker.getMetrics().getNumberOfFailedCalls() > 0;
  }

  /** True where only a successful connection can end the open state. */
  public boolean awaitsConnection() {
    return breaker.getState() == State.OPEN && needsConnection();
  }

  /** A connection succeeded: requests may try the target, however long the wait was to be. */
  public synchronized void invite() {
    if (awaitsConnection()) {
      breaker.transitionToHalfOpenState();
    }
  }

  /** The breaker's state: {@code closed}, {@code open} or {@code half-open}. */
  public String breaker() {
    return breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private boolean isCurrent(Permit permit) {
    return permit.epoch() == epoch.get();
  }

  private boolean isWaitOver() {
    return steady.millis() > openUntilMillis;
  }

  private boolean needsConnection() {
    return lastFault == Fault.CONNECT;
  }

  private long opened(int attempt) {
    long nowMillis = steady.millis();
    if (attempt == 1) {
      long forgotten = (nowMillis - openedMillis) / FORGET_MILLIS;
      openings = (int) Math.max(0, openings - forgotten) + 1;
      openedMillis = nowMillis;
    }
    long doublings = Math.clamp(attempt - 1L + openings - 1L, 0, MOST_DOUBLINGS);
    long waitMillis = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << doublings);
    openUntilMillis = nowMillis + waitMillis;
    return waitMillis;
  }

  /** What the breaker is given as a failure; carries no trace, since none would say anything. */
  private static final class PlatformFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlatformFailure(Fault fault) {
      super(fault.name(), null, false, false);
    }
  }
}
