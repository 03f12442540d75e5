package dev.wayfare.router.decide;

import java.util.Comparator;
import java.util.List;

/**
 * The cheapest candidate that may be given the request; among equally cheap ones the faster, then
 * the one named first in the file. Candidates without a known price come last.
 *
 * <p>A candidate on trial keeps its place by price, so that traffic returns to it, but only gets
 * requests that can be repeated elsewhere. Where nothing is healthy it gets the others too: a
 * chance is better than a refusal.
 */
public final class CheapestHealthy implements Policy {
  private static final Comparator<Candidate> BY_FARE_THEN_LATENCY =
      Comparator.comparing(Candidate::fare, CheapestHealthy::compareFares)
          .thenComparingLong(Candidate::latencyNanos);

  @Override
  public Decision decide(Snapshot snapshot) {
    List<Candidate> usable = withStanding(snapshot, snapshot.repeatable());
    if (usable.isEmpty()) {
      usable = withStanding(snapshot, true);
    }
    if (usable.isEmpty()) {
      return new Decision.Shed("every target of this function is failing");
    }
    return new Decision.Routed(usable.stream().sorted(BY_FARE_THEN_LATENCY).toList());
  }

  private static List<Candidate> withStanding(Snapshot snapshot, boolean trials) {
    return snapshot.candidates().stream()
        .filter(candidate -> mayBeGiven(candidate.standing(), trials))
        .toList();
  }

  private static boolean mayBeGiven(Standing standing, boolean trials) {
    return switch (standing) {
      case HEALTHY -> true;
      case ON_TRIAL -> trials;
      case OUT -> false;
    };
  }

  private static int compareFares(Fare left, Fare right) {
    return switch (left) {
      case Fare.Usd known ->
          switch (right) {
            case Fare.Usd other -> known.amount().compareTo(other.amount());
            case Fare.Unknown unknown -> -1;
          };
      case Fare.Unknown unknown -> right instanceof Fare.Usd ? 1 : 0;
    };
  }
}
