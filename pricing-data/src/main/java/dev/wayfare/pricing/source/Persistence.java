package dev.wayfare.pricing.source;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Asks again, later each time and at random so that many routers do not ask at once; and not at all
 * for a while where a server has failed several times in a row.
 */
final class Persistence {
  private static final int FAILURES_TO_OPEN = 8;
  private static final Duration OPEN = Duration.ofMinutes(5);

  private final Patience patience;
  private final RandomGenerator random;
  private final InstantSource instants;
  private final Retry retry;
  private final CircuitBreaker breaker;

  /**
   * @param name of the server
   * @param pauseMillis turns how long to wait into how long to sleep: the identity, but in tests
   */
  Persistence(
      String name,
      Patience patience,
      RandomGenerator random,
      InstantSource instants,
      LongUnaryOperator pauseMillis) {
    this.patience = patience;
    this.random = random;
    this.instants = instants;
    this.retry =
        Retry.of(
            name,
            RetryConfig.custom()
                .maxAttempts(patience.attempts())
                .retryOnException(IOException.class::isInstance)
                .intervalBiFunction(
                    (attempt, result) ->
                        pauseMillis.applyAsLong(waitMillis(attempt, result.getLeft())))
                .build());
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .clock(instants.withZone(ZoneOffset.UTC))
                .slidingWindow(
                    FAILURES_TO_OPEN,
                    FAILURES_TO_OPEN,
                    CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .waitDurationInOpenState(OPEN)
                .recordExceptions(IOException.class)
                .writableStackTraceEnabled(false)
                .build());
  }

  /**
   * The result of the first attempt that succeeds.
   *
   * @param what is attempted, for messages
   * @throws PriceSourceException where none does
   */
  <T> T attempt(String what, Callable<T> action) {
    try {
      return retry.executeCallable(() -> breaker.executeCallable(action));
    } catch (CallNotPermittedException e) {
      throw new PriceSourceException(
          "%s is not asked for %d minutes, since it failed %d times in a row"
              .formatted(what, OPEN.toMinutes(), FAILURES_TO_OPEN),
          e);
    } catch (IOException e) {
      throw new PriceSourceException("%s cannot be read: %s".formatted(what, reason(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PriceSourceException(what + " was not read to its end: interrupted", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new PriceSourceException("%s cannot be read: %s".formatted(what, e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private long waitMillis(int attempt, Throwable failure) {
    long doubled = patience.firstWait().toMillis() << (attempt - 1);
    long jittered = doubled / 2 + random.nextLong(doubled + 1);
    long asked =
        failure instanceof TransientAnswerException answer ? answer.retryAfter().toMillis() : 0;
    return Math.max(asked, Math.min(jittered, patience.longestWait().toMillis()));
  }

  /**
   * What a {@code Retry-After} field asks for (RFC 9110, section 10.2.3): seconds or a date; zero
   * where it is missing or neither.
   *
   * @throws PriceSourceException where that is longer than the patience
   */
  Duration retryAfter(Optional<String> field) {
    Duration wait = field.map(this::duration).orElse(Duration.ZERO);
    if (wait.compareTo(patience.longestWait()) > 0) {
      throw new PriceSourceException(
          "the price list's server asks to be left alone for %,d s".formatted(wait.toSeconds()));
    }
    return wait;
  }

  private Duration duration(String field) {
    if (field.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(field));
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(field));
      Duration wait = Duration.between(instants.instant(), then);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
