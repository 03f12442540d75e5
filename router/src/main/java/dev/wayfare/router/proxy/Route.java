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
  /** A function whose requests are spread by {@code policy}. */
  public Route(String function, String path, List<Target> targets, PolicySettings policy) {
    this(function, path, List.copyOf(targets), new Board(targets, policy));
  }

  /** Where a request goes that comes at {@code nowNanos}. */
  Decision decide(long nowNanos, boolean repeatable, long draw) {
    return Policy.decide(
        board.snapshot(nowNanos), repeatable, draw, place -> targets.get(place).inFlight());
  }

  /** True where {@code requestPath} is the prefix or goes on after it with another segment. */
  boolean covers(String requestPath) {
    return path.equals("/")
        || (requestPath.startsWith(path)
            && (requestPath.length() == path.length() || requestPath.charAt(path.length()) == '/'));
  }
}
