package dev.wayfare.router.proxy;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A function and where it runs.
 *
 * @param path the prefix of its requests: {@code /}, or segments without a trailing slash
 * @param targets in the order of the file
 */
public record Route(String function, String path, List<Target> targets) {
  public Route {
    targets = List.copyOf(targets);
  }

  /** What a decision at {@code nowNanos} is made from. */
  Snapshot snapshot(long nowNanos, boolean repeatable) {
    List<Candidate> candidates = new ArrayList<>(targets.size());
    for (Target target : targets) {
      candidates.add(target.candidate(nowNanos));
    }
    return new Snapshot(candidates, repeatable);
  }

  /** True where {@code requestPath} is the prefix or goes on after it with another segment. */
  boolean covers(String requestPath) {
    return path.equals("/")
        || (requestPath.startsWith(path)
            && (requestPath.length() == path.length() || requestPath.charAt(path.length()) == '/'));
  }
}
