package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.Carbon;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.ledger.Terms;
import dev.wayfare.router.region.Caller;
import dev.wayfare.router.region.CallerRegion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a function's targets, as one {@link Posting} for each caller region that
 * requests share for {@value #FRESH_MILLIS} ms, or until a target's standing changes.
 *
 * <p>It is made by the request that finds it too old, so a function that nobody calls costs
 * nothing, and neither does a region that nobody calls from. Two event loops may make one at the
 * same time; either will do.
 */
final class Board {
  private static final long FRESH_MILLIS = 100;
  private static final long FRESH_NANOS = Duration.ofMillis(FRESH_MILLIS).toNanos();

  private final List<Target> targets;
  private final Budgets budgets;
  private volatile Plan plan;

  /**
   * What the file says of the function, and what was posted by that.
   *
   * @param postings the last for callers of no known region, then that for each caller region
   */
  private record Plan(FunctionConfig function, AtomicReferenceArray<@Nullable Posting> postings) {
    static Plan of(FunctionConfig function) {
      int regions = function.policy().callers().regions().size();
      return new Plan(function, new AtomicReferenceArray<>(regions + 1));
    }

    PolicySettings policy() {
      return function.policy();
    }

    @Nullable CallerRegion callers(int place) {
      return place < 0 ? null : policy().callers().regions().get(place);
    }
  }

  /**
   * @param targets of {@code function}, in the order of the file
   */
  Board(List<Target> targets, FunctionConfig function, Budgets budgets) {
    this.targets = targets;
    this.budgets = budgets;
    this.plan = Plan.of(function);
  }

  /** Goes by the policy and the budgets of {@code next}, which has the same targets. */
  void use(FunctionConfig next) {
    plan = Plan.of(next);
  }

  Posting posting(long nowNanos, Caller caller) {
    Plan now = plan;
    int place = now.policy().callers().place(caller);
    Posting last = now.postings().get(place + 1);
    if (last != null && nowNanos - last.atNanos() < FRESH_NANOS && isStandingAs(last.snapshot())) {
      return last;
    }
    Optional<String> incumbent = last == null ? Optional.empty() : last.snapshot().leader();
    Posting next = post(now, nowNanos, now.callers(place), incumbent);
    now.postings().set(place + 1, next);
    return next;
  }

  private Posting post(
      Plan now, long nowNanos, @Nullable CallerRegion callers, Optional<String> incumbent) {
    PolicySettings policy = now.policy();
    List<Outlook> outlooks = new ArrayList<>(targets.size());
    List<Terms> terms = new ArrayList<>(targets.size());
    List<Candidate> candidates = new ArrayList<>(targets.size());
    Optional<String> totalSpent = budgets.totalSpent();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      Outlook outlook = target.estimates().outlook(nowNanos, policy.percentile());
      Terms price = target.tariff().terms();
      outlooks.add(outlook);
      terms.add(price);
      candidates.add(candidate(now, i, outlook, price, callers, totalSpent));
    }
    Rules rules = policy.rules().withExplorationLeft(budgets.exploration().leftPicoUsd());
    Snapshot snapshot = new Snapshot(rules, candidates, incumbent);
    return new Posting(snapshot, outlooks, terms, policy, callers, nowNanos);
  }

  private Candidate candidate(
      Plan now,
      int place,
      Outlook outlook,
      Terms price,
      @Nullable CallerRegion callers,
      Optional<String> totalSpent) {
    Target target = targets.get(place);
    Sku sku = target.config().sku();
    Fare warmFare = price.fare(outlook::warmPicoUsd);
    Fare fare = outlook.coldProbability() == 0 ? warmFare : price.fare(outlook::picoUsd);
    long way = callers == null ? 0 : callers.addedNanos(sku.region());
    Carbon carbon = now.policy().carbon();
    Budget own = now.function().targets().get(place).budget();
    Optional<String> bar =
        now.policy().bar(target.id()).or(() -> budgets.bar(totalSpent, target.id(), own, fare));
    return new Candidate(
        target.id(),
        fare,
        warmFare,
        outlook.latencyNanos() + way,
        outlook.peakNanos(),
        way,
        carbon.picoUsd(carbon.nanograms(sku, outlook.meanHandlerNanos())),
        outlook.isMeasured(),
        target.health().standing(),
        bar.orElse(null));
  }

  private boolean isStandingAs(Snapshot snapshot) {
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).health().standing() != snapshot.candidates().get(i).standing()) {
        return false;
      }
    }
    return true;
  }
}
