package dev.wayfare.router.proxy;

import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Policy;
import java.util.List;

/**
 * A function and where it runs.
 *
 * @param path the prefix of its requests: {@code /}, or segments without a trailing slash
 * @param targets in the order of the file
 * @param board what is known of them
 */
public record Route(String function, String path, List<Target> targets, Board board) {
  private static final int PERCENT = 100;

  /**
   * A function whose requests are spread by its policy within {@code budgets}.
   *
   * @param targets in the order of the file
   */
  public Route(FunctionConfig function, List<Target> targets, Budgets budgets) {
    this(
        function.name(),
        function.path(),
        List.copyOf(targets),
        new Board(targets, function, budgets));
  }

  /** Goes by the policy and the budgets of {@code next}, which is the same otherwise. */
  public void use(FunctionConfig next) {
    board.use(next);
  }

  /** What is known of the targets at {@code nowNanos}. */
  Posting posting(long nowNanos) {
    return board.posting(nowNanos);
  }

  /** Where a request goes, by {@code posting}. */
  Decision decide(Posting posting, boolean repeatable, long draw) {
    return Policy.decide(
        posting.snapshot(), repeatable, draw, place -> targets.get(place).inFlight());
  }

  /** The percentile of the latency that decisions look at, above 0, at most 100. */
  public double percentile() {
    return board.percentile() * PERCENT;
  }

  /** True where {@code requestPath} is the prefix or goes on after it with another segment. */
  boolean covers(String requestPath) {
    return path.equals("/")
        || (requestPath.startsWith(path)
            && (requestPath.length() == path.length() || requestPath.charAt(path.length()) == '/'));
  }
}
