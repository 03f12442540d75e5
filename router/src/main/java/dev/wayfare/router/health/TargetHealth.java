package dev.wayfare.router.health;

import dev.wayfare.router.decide.Standing;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
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
 * s; then {@value #TRIALS} requests decide. A target that could not even be connected to is not
 * tried with requests: a bare connection, which costs nothing, must succeed first ({@link
 * #invite}).
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

  private final InstantSource steady;
  private final CircuitBreaker breaker;
  private final AtomicLong epoch = new AtomicLong();
  private volatile long openUntilMillis;

  /** The breaker's, as it said last: it is three objects further away, and looked at often. */
  private volatile State state = State.CLOSED;

  private volatile @Nullable Fault lastFault;

  /**
   * The health of a target that has not failed yet.
   *
   * @param nanoTicker measures the waits: a clock that is put back would make them longer
   */
  public TargetHealth(String target, LongSupplier nanoTicker) {
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
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              state = event.getStateTransition().getToState();
              epoch.incrementAndGet();
            });
  }

  /** Whether the target may be given requests now. */
  public Standing standing() {
    return switch (state) {
      case CLOSED, DISABLED, METRICS_ONLY -> Standing.HEALTHY;
      case HALF_OPEN -> Standing.ON_TRIAL;
      case OPEN -> isWaitOver() && !needsConnection() ? Standing.ON_TRIAL : Standing.OUT;
      case FORCED_OPEN -> Standing.OUT;
    };
  }

  /** The right to send one request, or empty where the breaker grants none now. */
  public synchronized Optional<Permit> tryAcquire() {
    return breaker.tryAcquirePermission() ? Optional.of(new Permit(epoch.get())) : Optional.empty();
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
    long waitMillis =
        Math.min(
            LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.clamp(attempt - 1L, 0, MOST_DOUBLINGS));
    openUntilMillis = steady.millis() + waitMillis;
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
