package dev.wayfare.router.health;

import dev.wayfare.router.health.Estimates.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outlooks of a function's targets at one moment. Not changed once made.
 *
 * <p>A router may have many thousand targets, of which few were called since their outlooks were
 * wanted last, and what it knows of them does not fit into a processor's cache. So what tells that
 * an outlook still holds stands here in arrays: of a target itself one reference is read, of its
 * outlook nothing.
 */
public final class Outlooks {
  private final FunctionEstimates.View shared;
  private final double percentile;
  private final long atNanos;
  private final Outlook[] outlooks;
  private final Kept[] kept;

  /** How long after {@link #atNanos} each holds if nothing is learnt. */
  private final long[] holdNanos;

  private CallBound bound;

  private Outlooks(FunctionEstimates.View shared, double percentile, long atNanos, int size) {
    this.shared = shared;
    this.percentile = percentile;
    this.atNanos = atNanos;
    this.outlooks = new Outlook[size];
    this.kept = new Kept[size];
    this.holdNanos = new long[size];
    this.bound = CallBound.NONE;
  }

  /**
   * The outlooks for calls that would begin now.
   *
   * @param targets one or more, of one function
   * @param percentile of the latency, above 0, at most 1
   * @param last those of the same targets at an earlier moment
   */
  public static Outlooks of(
      Estimates[] targets, long nowNanos, double percentile, @Nullable Outlooks last) {
    Outlooks now = new Outlooks(targets[0].view(nowNanos), percentile, nowNanos, targets.length);
    if (last != null && last.shared == now.shared && last.percentile == percentile) {
      now.renew(targets, last);
    } else {
      for (int i = 0; i < targets.length; i++) {
        now.learn(i, targets[i]);
      }
    }
    return now;
  }

  private void renew(Estimates[] targets, Outlooks last) {
    bound = last.bound;
    long passedNanos = atNanos - last.atNanos;
    for (int i = 0; i < targets.length; i++) {
      long holds = last.holdNanos[i];
      if (passedNanos < holds && targets[i].isKept(last.kept[i])) {
        outlooks[i] = last.outlooks[i];
        kept[i] = last.kept[i];
        holdNanos[i] = holds == Long.MAX_VALUE ? holds : holds - passedNanos;
      } else {
        learn(i, targets[i]);
      }
    }
  }

  private void learn(int place, Estimates target) {
    Kept now = target.kept(atNanos, percentile, shared);
    kept[place] = now;
    outlooks[place] = now.outlook();
    holdNanos[place] = now.holdsNanosFrom(atNanos);
    bound = bound.with(now.outlook().call());
  }

  /** That of the target {@code place}. */
  public Outlook get(int place) {
    return outlooks[place];
  }

  /** Whether the outlook of the target {@code place} is the very object that {@code other} has. */
  @SuppressWarnings("ReferenceEquality") // An equal one might be of calls that count otherwise.
  public boolean hasSame(int place, Outlooks other) {
    return outlooks[place] == other.outlooks[place];
  }

  /** All of them, in the order of the targets. */
  public List<Outlook> all() {
    return List.of(outlooks);
  }

  /** Each expected call is within it; so were those of the outlooks before. */
  public CallBound bound() {
    return bound;
  }
}
