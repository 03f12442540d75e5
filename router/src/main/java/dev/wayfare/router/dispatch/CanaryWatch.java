package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.CanaryConfig;
import dev.wayfare.router.decide.Standing;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Watches how a new version of a target, the canary, does, which gets a share of its requests
 * beside the version that serves, until it is withdrawn or the state ends it. Safe to use from many
 * threads.
 *
 * <p>An error is here also what the guest itself answers with a status of 500 or more, which
 * elsewhere is no fault of a target's: a new version may well be what fails. Errors of both
 * versions count from when the canary began, so that what ails both withdraws neither. The canary
 * is withdrawn once its breaker opens; or once {@value #LEAST_CALLS} of its calls have ended and
 * more of them were errors than chance explains if its true rate were the other's and {@value
 * #MARGIN} more: by {@value #DEVIATIONS} standard deviations of a binomial distribution, since the
 * rule is asked again after each call, and a single stray error must not withdraw it. Of 10 calls
 * beside a version without errors that takes 3 errors, of 100 12, and of 1,000 71.
 */
public final class CanaryWatch {
  private static final System.Logger LOG = System.getLogger(CanaryWatch.class.getName());
  static final int LEAST_CALLS = 10;
  private static final double MARGIN = 0.05;
  private static final double DEVIATIONS = 3;

  private final String target;
  private final Target canary;
  private final Tally ofCanary = new Tally(new LongAdder(), new LongAdder());
  private final Tally ofServing = new Tally(new LongAdder(), new LongAdder());
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile double share;
  private volatile @Nullable String withdrawal;

  /** How the calls of one version ended. */
  private record Tally(LongAdder requests, LongAdder errors) {
    void count(boolean isError) {
      if (isError) {
        errors.increment();
      }
      requests.increment();
    }
  }

  /**
   * Begins.
   *
   * @param target the id of the target that it is a new version of
   * @param share of the target's requests, above 0, at most 1
   */
  CanaryWatch(String target, Target canary, double share) {
    this.target = target;
    this.canary = canary;
    this.share = share;
    canary.watch(this);
  }

  /** The id of the target that it is a new version of. */
  public String target() {
    return target;
  }

  /** The new version, with all that is known about it. */
  public Target canary() {
    return canary;
  }

  /** What part of the target's requests it is to get, above 0, at most 1. */
  public double share() {
    return share;
  }

  /** Its calls that have ended, but for those that were given up. */
  public long requests() {
    return ofCanary.requests.sum();
  }

  /** Those of them that were errors. */
  public long errors() {
    return ofCanary.errors.sum();
  }

  /** The same of the version that serves, since the canary began. */
  public long servingRequests() {
    return ofServing.requests.sum();
  }

  /** Those of them that were errors. */
  public long servingErrors() {
    return ofServing.errors.sum();
  }

  /** Why it gets no more requests; empty while it does. */
  public Optional<String> withdrawal() {
    return Optional.ofNullable(withdrawal);
  }

  /** Whether a request that drew {@code draw}, 0 to below 1, goes to it. */
  boolean takes(double draw) {
    return draw < share && !isOver.get();
  }

  /**
   * Goes on as {@code next} says, if that is this version; one that was withdrawn only stays so.
   */
  boolean goesOnAs(CanaryConfig next) {
    boolean isSame =
        canary.config().isSameButBudget(next.target()) && (!isOver.get() || share == next.share());
    if (isSame) {
      share = next.share();
    }
    return isSame;
  }

  /** Ends it in favour of whatever comes: true where it was not over yet. */
  boolean end() {
    return isOver.compareAndSet(false, true);
  }

  /** A call to {@code called}, the canary or what serves, has ended. */
  void ended(Target called, boolean isError) {
    if (called != canary) {
      ofServing.count(isError);
      return;
    }
    ofCanary.count(isError);
    if (canary.health().standing() != Standing.HEALTHY) {
      withdraw("its breaker opened");
    } else if (isWorse()) {
      withdraw("too many of its requests failed");
    }
  }

  private boolean isWorse() {
    long calls = requests();
    double rate = (double) servingErrors() / Math.max(1, servingRequests());
    double expected = Math.min(1, rate + MARGIN);
    double deviation = Math.sqrt(calls * expected * (1 - expected));
    return calls >= LEAST_CALLS && errors() > calls * expected + DEVIATIONS * deviation;
  }

  private void withdraw(String why) {
    if (!end()) {
      return;
    }
    canary.health().retire();
    withdrawal =
        "%s: %d of %d, and %d of %d where it serves"
            .formatted(why, errors(), requests(), servingErrors(), servingRequests());
    LOG.log(
        System.Logger.Level.WARNING,
        "canary {0} is withdrawn and gets no more requests: {1}",
        canary.id(),
        withdrawal);
  }
}
