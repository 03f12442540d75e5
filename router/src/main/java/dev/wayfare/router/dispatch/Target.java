package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Call;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Exploration.Cause;
import dev.wayfare.router.health.ConcurrencyLimit;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariff;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One deployed copy of a function, with all that the router knows about it. */
public final class Target {
  private final String function;
  private final TargetConfig config;
  private final URI address;
  private final Endpoint endpoint;
  private final TargetHealth health;
  private final Estimates estimates;
  private final ConcurrencyLimit limit;
  private final LongAdder timesFull = new LongAdder();
  private final Tariff tariff;
  private final Exploration exploration;
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean metered;
  private volatile @Nullable CanaryWatch watch;

  /** A target of {@code function}, whose {@code config} has an endpoint. */
  public Target(
      String function,
      TargetConfig config,
      TargetHealth health,
      Estimates estimates,
      ConcurrencyLimit limit,
      Tariff tariff,
      Exploration exploration) {
    this.function = function;
    this.config = config;
    this.address = Objects.requireNonNull(config.endpoint());
    this.endpoint = Endpoint.of(address);
    this.health = health;
    this.estimates = estimates;
    this.limit = limit;
    this.tariff = tariff;
    this.exploration = exploration;
  }

  /** The same place, of which all stays known, as {@code next} describes it. */
  Target as(TargetConfig next) {
    return new Target(function, next, health, estimates, limit, tariff, exploration);
  }

  public String id() {
    return config.id();
  }

  /** The id of the candidate that it is chosen as: its own, and of a canary its target's. */
  public String candidateId() {
    CanaryWatch now = watch;
    return now == null ? id() : now.target();
  }

  /** The new version that gets a share of its requests, or that it is itself; null for none. */
  public @Nullable CanaryWatch watch() {
    return watch;
  }

  void watch(@Nullable CanaryWatch now) {
    watch = now;
  }

  /** Whether it is a new version beside the one that serves. */
  boolean isCanary() {
    CanaryWatch now = watch;
    return now != null && now.canary() == this;
  }

  /** A caller's request ended here, with or without what counts as an error of a new version. */
  void ended(boolean isError) {
    CanaryWatch now = watch;
    if (now != null) {
      now.ended(this, isError);
    }
  }

  public String function() {
    return function;
  }

  public TargetConfig config() {
    return config;
  }

  public URI address() {
    return address;
  }

  public TargetHealth health() {
    return health;
  }

  public Tariff tariff() {
    return tariff;
  }

  /** The average time until a response begins. */
  public Duration latency() {
    return estimates.latency();
  }

  /** Requests sent to the target so far. */
  public long requests() {
    return requests.sum();
  }

  /** Those that the platform failed. */
  public long failures() {
    return failures.sum();
  }

  /** Whether the last answer carried the shim's meter; else its latency was billed. */
  public boolean metered() {
    return metered;
  }

  /** What one more call is expected to cost. */
  public Fare fare(long nowNanos) {
    return tariff.terms().fare(estimates.outlook(nowNanos, 1).call()::picoUsd);
  }

  /**
   * Whether a call that nobody but the router wants may be sent: it costs no more than what is left
   * for exploration.
   */
  public boolean isProbeAffordable(long nowNanos) {
    long left = exploration.leftPicoUsd();
    return left == Long.MAX_VALUE
        || (fare(nowNanos) instanceof Fare.Known(var picoUsd) && picoUsd <= left);
  }

  /** Requests that were sent and not answered yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /** How many requests it may have at once. */
  public int limit() {
    return limit.limit();
  }

  /** How often a request went elsewhere or nowhere since it had as many as it may have. */
  public long timesFull() {
    return timesFull.sum();
  }

  /** Whether one more request may be sent. */
  boolean hasRoom() {
    return inFlight.get() < limit.limit();
  }

  void passedOver() {
    timesFull.increment();
  }

  /** A request that was sent at {@code sentNanos} was answered. */
  void answered(long sentNanos, long nowNanos) {
    limit.answered(sentNanos, inFlight.get() + 1, nowNanos);
  }

  /** Where it listens, taken apart for requests. */
  public Endpoint endpoint() {
    return endpoint;
  }

  Estimates estimates() {
    return estimates;
  }

  /** Enters a call of the router's own into the ledger. */
  void charge(Call call) {
    charge(call, null, null);
  }

  /**
   * Enters a call into the ledger.
   *
   * @param cause that it explores for, or null; one of unknown price is in no sum of that
   * @param consumer that it was made for, or null
   */
  void charge(Call call, @Nullable Cause cause, @Nullable String consumer) {
    if (cause != null && tariff.terms().fare(call) instanceof Fare.Known(var picoUsd)) {
      exploration.book(cause, picoUsd);
    }
    tariff.charge(call, consumer);
  }

  void sent() {
    requests.increment();
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }

  void countFailure() {
    failures.increment();
  }

  void metered(boolean now) {
    metered = now;
  }
}
