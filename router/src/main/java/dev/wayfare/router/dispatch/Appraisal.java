package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.Carbon;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.health.ExpectedCall;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.ledger.Terms;
import dev.wayfare.router.region.CallerRegion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link Posting} of a function's targets, and takes from the one before what would come
 * out the same: most targets were not called in between, and those that were cost the same as
 * before.
 *
 * <p>Nothing is taken over by guess. A fare is, where the {@linkplain ExpectedCall call} is equal
 * and the {@linkplain Terms#pricesLike terms} say that it costs the same; a snapshot, as {@link
 * Snapshot#next} says. The outlooks and the terms that a posting keeps are always those of its own
 * moment, so a decision is explained from what it was made at.
 */
final class Appraisal {
  private final FunctionConfig function;
  private final @Nullable CallerRegion callers;
  private final Budgets budgets;
  private final Optional<String> totalSpent;
  private final boolean mayBar;
  private final @Nullable Posting last;

  /**
   * @param mayBar whether {@code function} itself bars a target or has a budget for one
   * @param callers the region that it is for; null for callers of no known region
   * @param last the posting before by the same {@code function} for the same callers
   */
  Appraisal(
      FunctionConfig function,
      boolean mayBar,
      @Nullable CallerRegion callers,
      Budgets budgets,
      @Nullable Posting last) {
    this.function = function;
    this.callers = callers;
    this.budgets = budgets;
    this.totalSpent = budgets.totalSpent();
    this.mayBar = mayBar || totalSpent.isPresent();
    this.last = last;
  }

  /**
   * @param targets of the function, in the order of the file
   */
  Posting of(List<Target> targets, long nowNanos) {
    PolicySettings policy = function.policy();
    Outlook[] outlooks = new Outlook[targets.size()];
    Terms[] terms = new Terms[outlooks.length];
    Candidate[] candidates = new Candidate[outlooks.length];
    for (int i = 0; i < outlooks.length; i++) {
      outlooks[i] = targets.get(i).estimates().outlook(nowNanos, policy.percentile());
    }
    long version = targets.getFirst().tariff().version();
    for (int i = 0; i < outlooks.length; i++) {
      terms[i] = targets.get(i).tariff().terms(version);
    }
    for (int i = 0; i < outlooks.length; i++) {
      candidates[i] = candidate(i, targets.get(i), outlooks[i], terms[i]);
    }
    Snapshot snapshot = snapshot(candidates);
    return new Posting(snapshot, List.of(outlooks), List.of(terms), policy, callers, nowNanos);
  }

  private Snapshot snapshot(Candidate[] candidates) {
    long left = budgets.exploration().leftPicoUsd();
    Rules rules = function.policy().rules().withExplorationLeft(left);
    return last == null
        ? new Snapshot(rules, List.of(candidates), Optional.empty())
        : last.snapshot().next(rules, List.of(candidates));
  }

  private Candidate candidate(int place, Target target, Outlook outlook, Terms terms) {
    ExpectedCall call = outlook.call();
    Candidate same = sameFares(place, call, terms);
    if (same != null && isLike(same, place, target, outlook)) {
      return same;
    }
    Fare warmFare = same == null ? terms.fare(call::warmPicoUsd) : same.warmFare();
    Fare fare = same == null ? fare(call, terms, warmFare) : same.fare();
    long way = callers == null ? 0 : callers.addedNanos(target.config().sku().region());
    Candidate made =
        new Candidate(
            target.id(),
            fare,
            warmFare,
            outlook.latencyNanos() + way,
            outlook.peakNanos(),
            way,
            carbonPicoUsd(target, call),
            outlook.isMeasured(),
            target.health().standing(),
            bar(place, target, fare));
    return same != null && same.equals(made) ? same : made;
  }

  /** Whether all that a candidate is made of but its fares is as it was. */
  private boolean isLike(Candidate before, int place, Target target, Outlook outlook) {
    return last != null
        && outlook == last.outlooks().get(place)
        && target.health().standing() == before.standing()
        && Objects.equals(bar(place, target, before.fare()), before.bar());
  }

  /** The candidate before, where the same call costs the same by now; else null. */
  private @Nullable Candidate sameFares(int place, ExpectedCall call, Terms terms) {
    return last != null
            && call.equals(last.outlooks().get(place).call())
            && terms.pricesLike(last.terms().get(place), call)
        ? last.snapshot().candidates().get(place)
        : null;
  }

  private static Fare fare(ExpectedCall call, Terms terms, Fare warmFare) {
    return call.coldProbability() == 0 ? warmFare : terms.fare(call::picoUsd);
  }

  private long carbonPicoUsd(Target target, ExpectedCall call) {
    Carbon carbon = function.policy().carbon();
    return carbon.counts()
        ? carbon.picoUsd(carbon.nanograms(target.config().sku(), call.meanHandlerNanos()))
        : 0;
  }

  private @Nullable String bar(int place, Target target, Fare fare) {
    if (!mayBar) {
      return null;
    }
    Budget own = function.targets().get(place).budget();
    return function
        .policy()
        .bar(target.id())
        .or(() -> budgets.bar(totalSpent, target.id(), own, fare))
        .orElse(null);
  }
}
