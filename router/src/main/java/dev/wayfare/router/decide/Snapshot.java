package dev.wayfare.router.decide;

import java.util.List;

/**
 * Everything a decision depends on.
 *
 * @param candidates the function's targets, in the order of the file
 * @param repeatable whether the request can be sent again if the first target fails
 */
public record Snapshot(List<Candidate> candidates, boolean repeatable) {
  public Snapshot {
    candidates = List.copyOf(candidates);
  }
}
