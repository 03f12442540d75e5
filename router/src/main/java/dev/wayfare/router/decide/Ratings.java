package dev.wayfare.router.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What candidates are ranked by, worked out once for each and kept side by side: a {@link Lineup}
 * is made often, most times because one candidate of a dozen is another, and it is quicker to look
 * at a few numbers in a row than at the candidates that they are from.
 */
final class Ratings {
  static final int KEEPS = 0;
  static final int MISSES = 1;
  static final int UNPRICED = 2;

  /** Who failed lately and is there for want of others. */
  static final int LAST = 3;

  /** Who may not be given a request at all. */
  private static final int OUT = 4;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Aim aim;
  private final List<Candidate> candidates;
  private final int[] ranks;
  private final double[] scores;
  private final double[] latencies;
  private final boolean[] doubtful;
  private final boolean[] measured;

  private Ratings(Aim aim, List<Candidate> candidates) {
    int size = candidates.size();
    this.aim = aim;
    this.candidates = candidates;
    this.ranks = new int[size];
    this.scores = new double[size];
    this.latencies = new double[size];
    this.doubtful = new boolean[size];
    this.measured = new boolean[size];
  }

  /**
   * The ratings of {@code candidates}, of whom those that {@code last} rated need no other ones.
   *
   * @param last ratings of the same targets in the same order
   */
  static Ratings of(Aim aim, List<Candidate> candidates, @Nullable Ratings last) {
    Ratings made = new Ratings(aim, candidates);
    Ratings known = last != null && last.aim.equals(aim) ? last : null;
    for (int i = 0; i < made.ranks.length; i++) {
      if (known != null && known.candidates.get(i).equals(candidates.get(i))) {
        made.copy(known, i);
      } else {
        made.rate(i, candidates.get(i));
      }
    }
    return made;
  }

  private void copy(Ratings known, int index) {
    ranks[index] = known.ranks[index];
    scores[index] = known.scores[index];
    latencies[index] = known.latencies[index];
    doubtful[index] = known.doubtful[index];
    measured[index] = known.measured[index];
  }

  private void rate(int index, Candidate candidate) {
    boolean isOut = candidate.bar() != null || candidate.standing() == Standing.OUT;
    ranks[index] = isOut ? OUT : rank(aim, candidate);
    scores[index] = score(aim, candidate, rank(aim, candidate));
    latencies[index] = (double) candidate.latencyNanos();
    doubtful[index] = candidate.standing() != Standing.HEALTHY;
    measured[index] = candidate.isMeasured();
  }

  /** Whether it may be given a request; one that nobody is sure of, only on trial. */
  boolean isUsable(int index, boolean trials) {
    return ranks[index] != OUT && (trials || !doubtful[index]);
  }

  /** Whether nobody is sure that it works. */
  boolean isDoubtful(int index) {
    return doubtful[index];
  }

  /** Whether it was called lately. */
  boolean isMeasured(int index) {
    return measured[index];
  }

  /** Whether it keeps the aim's bound, misses it, or that cannot be told. */
  int rank(int index) {
    return ranks[index];
  }

  /** To compare with that of others of the same rank; the lower the better. */
  double score(int index) {
    return scores[index];
  }

  /** Until its response begins. */
  double latencyNanos(int index) {
    return latencies[index];
  }

  static int rank(Aim aim, Candidate candidate) {
    if (candidate.standing() == Standing.LAST_RESORT) {
      return LAST;
    }
    return switch (candidate.fare()) {
      case Fare.Unknown unknown -> UNPRICED;
      case Fare.Known(var picoUsd) -> {
        boolean keeps =
            switch (aim) {
              case Aim.Cheapest(var within) -> candidate.latencyNanos() <= within;
              case Aim.Fastest(var cap) -> picoUsd <= cap;
              case Aim.Balanced balanced -> true;
            };
        yield keeps ? KEEPS : MISSES;
      }
    };
  }

  static double score(Aim aim, Candidate candidate, int rank) {
    double latency = (double) candidate.latencyNanos();
    return switch (candidate.fare()) {
      case Fare.Unknown unknown -> latency;
      case Fare.Known(var picoUsd) ->
          switch (aim) {
            case Aim.Cheapest cheapest ->
                rank == KEEPS ? priceAndCarbon(candidate, picoUsd) : latency;
            case Aim.Fastest fastest ->
                rank == KEEPS ? latency : priceAndCarbon(candidate, picoUsd);
            case Aim.Balanced(var perMilli) ->
                priceAndCarbon(candidate, picoUsd) + latency / NANOS_PER_MILLI * (double) perMilli;
          };
    };
  }

  /** The price, and what its carbon weighs. */
  private static double priceAndCarbon(Candidate candidate, long picoUsd) {
    return (double) picoUsd + (double) candidate.carbonPicoUsd();
  }
}
