package dev.wayfare.router.proxy;

import dev.wayfare.router.config.PolicySettings;
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

  /** A function whose requests are spread by {@code policy} within {@code budgets}. */
  public Route(
      String function, String path, List<Target> targets, PolicySettings policy, Budgets budgets) {
    this(function, path, List.copyOf(targets), new Board(targets, policy, budgets));
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
