package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.Carbon;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.health.ExpectedCall;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.health.Outlooks;
import dev.wayfare.router.ledger.Terms;
import dev.wayfare.router.region.CallerRegion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link Posting} of a function's targets, and takes from the one before what would come
 * out the same: most targets were not called in between, and those that were cost the same as
 * before.
 *
 * <p>Nothing is taken over by guess. A candidate is, where its {@link Outlook} is the same object,
 * its {@linkplain Terms#pricesLike terms} say that all calls cost the same, its standing is the
 * same, and nothing may bar it; only its fares are, where the {@linkplain ExpectedCall call} is
 * equal and costs the same; a snapshot is, as {@link Snapshot#next} says. The outlooks and the
 * terms that a posting keeps are always those of its own moment, so a decision is explained from
 * what it was made at.
 */
final class Appraisal {
  private final FunctionConfig function;
  private final @Nullable CallerRegion callers;
  private final Budgets budgets;
  private final Optional<String> totalSpent;
  private final boolean mayBar;
  private final @Nullable Appraised last;

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
      @Nullable Appraised last) {
    this.function = function;
    this.callers = callers;
    this.budgets = budgets;
    this.totalSpent = budgets.totalSpent();
    this.mayBar = mayBar || totalSpent.isPresent();
    this.last = last;
  }

  /** What is posted of the function's targets at {@code nowNanos}. */
  Appraised of(Places places, long nowNanos) {
    PolicySettings policy = function.policy();
    Outlooks outlooks =
        Outlooks.of(
            places.estimates(),
            nowNanos,
            policy.percentile(),
            last == null ? null : last.outlooks());
    Terms[] terms = terms(places);
    Standing[] standings = new Standing[terms.length];
    Candidate[] candidates = new Candidate[terms.length];
    for (int i = 0; i < terms.length; i++) {
      standings[i] = places.health(i).standing();
      candidates[i] = candidate(i, places.target(i), outlooks, terms[i], standings[i]);
    }
    Snapshot snapshot = snapshot(candidates);
    Posting posting =
        new Posting(snapshot, outlooks.all(), List.of(terms), policy, callers, nowNanos);
    return new Appraised(posting, outlooks, List.of(standings));
  }

  private static Terms[] terms(Places places) {
    Terms[] terms = new Terms[places.size()];
    long version = places.tariff(0).version();
    for (int i = 0; i < terms.length; i++) {
      terms[i] = places.tariff(i).terms(version);
    }
    return terms;
  }

  private Snapshot snapshot(Candidate[] candidates) {
    long left = budgets.exploration().leftPicoUsd();
    Rules rules = function.policy().rules().withExplorationLeft(left);
    return last == null
        ? new Snapshot(rules, List.of(candidates), Optional.empty())
        : last.posting().snapshot().next(rules, List.of(candidates));
  }

  private Candidate candidate(
      int place, Target target, Outlooks outlooks, Terms terms, Standing standing) {
    Candidate same = last == null ? null : sameFares(last, place, outlooks, terms);
    if (same != null && isLike(place, outlooks, standing)) {
      return same;
    }
    Outlook outlook = outlooks.get(place);
    ExpectedCall call = outlook.call();
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
            standing,
            bar(place, target, fare));
    return same != null && same.equals(made) ? same : made;
  }

  /** Whether all that a candidate is made of but its fares is as before; nothing of it is read. */
  private boolean isLike(int place, Outlooks outlooks, Standing standing) {
    return last != null
        && !mayBar
        && outlooks.hasSame(place, last.outlooks())
        && standing == last.standings().get(place);
  }

  /** The candidate before, where the same call costs the same by now; else null. */
  private static @Nullable Candidate sameFares(
      Appraised last, int place, Outlooks outlooks, Terms terms) {
    return (outlooks.hasSame(place, last.outlooks())
                || outlooks.get(place).call().equals(last.outlooks().get(place).call()))
            && pricesAlike(last.posting().terms().get(place), place, outlooks, terms)
        ? last.posting().snapshot().candidates().get(place)
        : null;
  }

  /** Whether the call costs the same; it is looked at only where a greater one may not. */
  private static boolean pricesAlike(Terms before, int place, Outlooks outlooks, Terms terms) {
    return terms.pricesLike(before, outlooks.bound())
        || terms.pricesLike(before, outlooks.get(place).call().bound());
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
