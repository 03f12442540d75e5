package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Policy;
import dev.wayfare.router.region.Caller;
import java.util.List;

/** A function and where it runs. */
public final class Route {
  private final String function;
  private final String path;
  private final Shared shared;
  private final List<Target> targets;
  private final Board board;

  /**
   * A function whose requests are spread by its policy within {@code budgets}.
   *
   * @param shared what its targets have in common
   * @param targets in the order of the file
   */
  Route(FunctionConfig function, Shared shared, List<Target> targets, Budgets budgets) {
    this.function = function.name();
    this.path = function.path();
    this.shared = shared;
    this.targets = List.copyOf(targets);
    this.board = new Board(this.targets, function, budgets);
  }

  /** The function's name. */
  public String function() {
    return function;
  }

  /** The prefix of its requests: {@code /}, or segments without a trailing slash. */
  public String path() {
    return path;
  }

  /** Its targets, in the order of the file. */
  public List<Target> targets() {
    return targets;
  }

  Shared shared() {
    return shared;
  }

  /** How many of its requests may be tried again. */
  public RetryBudget retries() {
    return shared.retries();
  }

  /** Goes by the policy and the budgets of {@code next}, which is the same otherwise. */
  public void use(FunctionConfig next) {
    board.use(next);
  }

  /** What is known of the targets at {@code nowNanos}, for callers of no known region. */
  public Posting posting(long nowNanos) {
    return posting(nowNanos, Caller.UNKNOWN);
  }

  /** What is known of the targets at {@code nowNanos}, as seen from where {@code caller} is. */
  public Posting posting(long nowNanos, Caller caller) {
    return board.posting(nowNanos, caller);
  }

  /** Where a request goes, by {@code posting}. */
  public Decision decide(Posting posting, boolean repeatable, long draw) {
    return Policy.decide(
        posting.snapshot(), repeatable, draw, place -> targets.get(place).inFlight());
  }
}
