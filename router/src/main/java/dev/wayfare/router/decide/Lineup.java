package dev.wayfare.router.decide;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The candidates that may be given a request, ranked; worked out once for a {@link Snapshot} and
 * drawn from for each request.
 *
 * <p>The ranks: first who keeps the aim's bound, then who misses it, then whose price is unknown;
 * among each by score, the lower the better. A tie goes to the quicker one, then to the one named
 * first in the file.
 */
final class Lineup {
  private static final int[] NONE = {};
  private static final int KEEPS = 0;
  private static final int MISSES = 1;
  private static final int UNPRICED = 2;

  /** Who failed lately and is there for want of others. */
  private static final int LAST = 3;

  private static final double NANOS_PER_MILLI = 1e6;

  /** What an unmeasured target might cost less: it may run on twice as fast a processor. */
  private static final double OPTIMISM = 0.5;

  private final Rules rules;
  private final List<Candidate> candidates;
  private final int incumbent;
  private final int[] order;
  private final int equals;
  private final int[] due;
  private final int[] weighted;

  private Lineup(Rules rules, List<Candidate> candidates, int incumbent, int[] usable) {
    this.rules = rules;
    this.candidates = candidates;
    this.incumbent = incumbent;
    this.order = sorted(usable);
    this.equals = countEquals();
    this.due = chosen(equals, this::isWorthItsPrice);
    this.weighted = rules.weights().isEmpty() ? NONE : chosen(0, this::isDrawnByWeight);
  }

  /**
   * A lineup of {@code candidates}.
   *
   * @param incumbent the place of the target that led before, or -1
   * @param trials whether candidates on trial take part
   */
  static Lineup of(Rules rules, List<Candidate> candidates, int incumbent, boolean trials) {
    int[] usable = new int[candidates.size()];
    int count = 0;
    for (int i = 0; i < usable.length; i++) {
      Candidate candidate = candidates.get(i);
      if (candidate.bar() == null && mayBeGiven(candidate.standing(), trials)) {
        usable[count++] = i;
      }
    }
    return new Lineup(rules, candidates, incumbent, Arrays.copyOf(usable, count));
  }

  /** Without a stream: a lineup is made often. */
  private int[] chosen(int from, IntPredicate isChosen) {
    int[] chosen = NONE;
    for (int place = from; place < order.length; place++) {
      if (isChosen.test(order[place])) {
        chosen = Arrays.copyOf(chosen, chosen.length + 1);
        chosen[chosen.length - 1] = order[place];
      }
    }
    return chosen;
  }

  private boolean isDrawnByWeight(int candidate) {
    return weight(candidate) > 0 && rank(candidates.get(candidate)) != LAST;
  }

  private static boolean mayBeGiven(Standing standing, boolean trials) {
    return switch (standing) {
      case HEALTHY -> true;
      case ON_TRIAL, LAST_RESORT -> trials;
      case OUT -> false;
    };
  }

  int size() {
    return order.length;
  }

  /** Which candidate has the rank {@code place}, 0 for the best. */
  int at(int place) {
    return order[place];
  }

  /** How many of the first count as equal, 1 or more unless the lineup is empty. */
  int equals() {
    return equals;
  }

  /** Those worth a request so that they are measured. */
  int[] due() {
    return due;
  }

  /** Those that have a weight. */
  int[] weighted() {
    return weighted;
  }

  /** Whether a candidate keeps the aim's bound, at a known price. */
  boolean keepsAim(int candidate) {
    return rank(candidates.get(candidate)) == KEEPS;
  }

  /** Whether latency alone puts the best before others of its rank. */
  boolean isByLatency() {
    boolean keeps = keepsAim(order[0]);
    return switch (rules.aim()) {
      case Aim.Cheapest cheapest -> !keeps;
      case Aim.Fastest fastest -> keeps;
      case Aim.Balanced balanced -> !keeps;
    };
  }

  /** Whether it would be the best, were it not for the hysteresis. */
  boolean isHeldBack(int candidate) {
    Candidate held = candidates.get(candidate);
    Candidate best = candidates.get(order[0]);
    int rank = rank(best);
    return rank(held) == rank && score(held, rank) < score(best, rank);
  }

  /** Whether it would be worth a request so that it is measured, were there money for that. */
  boolean isTooDearToExamine(int candidate) {
    return rules.exploration() > 0
        && mightLead(candidate)
        && !isAffordable(candidates.get(candidate));
  }

  int weight(int candidate) {
    return rules.weights().getOrDefault(candidates.get(candidate).target(), 0);
  }

  /** Whether the aim's bound is kept, missed, or cannot be told. */
  private int rank(Candidate candidate) {
    if (candidate.standing() == Standing.LAST_RESORT) {
      return LAST;
    }
    return switch (candidate.fare()) {
      case Fare.Unknown unknown -> UNPRICED;
      case Fare.Known(var picoUsd) -> {
        boolean keeps =
            switch (rules.aim()) {
              case Aim.Cheapest(var within) -> candidate.latencyNanos() <= within;
              case Aim.Fastest(var cap) -> picoUsd <= cap;
              case Aim.Balanced balanced -> true;
            };
        yield keeps ? KEEPS : MISSES;
      }
    };
  }

  /** To compare with that of others of the same rank; the lower the better. */
  private double score(Candidate candidate, int rank) {
    double latency = (double) candidate.latencyNanos();
    return switch (candidate.fare()) {
      case Fare.Unknown unknown -> latency;
      case Fare.Known(var picoUsd) ->
          switch (rules.aim()) {
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

  /** By insertion: a function has a handful of targets. */
  private int[] sorted(int[] usable) {
    int[] sorted = usable.clone();
    for (int i = 1; i < sorted.length; i++) {
      int moved = sorted[i];
      int j = i - 1;
      while (j >= 0 && isBefore(moved, sorted[j])) {
        sorted[j + 1] = sorted[j];
        j--;
      }
      sorted[j + 1] = moved;
    }
    return sorted;
  }

  private boolean isBefore(int left, int right) {
    Candidate a = candidates.get(left);
    Candidate b = candidates.get(right);
    int rank = rank(a);
    int otherRank = rank(b);
    if (rank != otherRank) {
      return rank < otherRank;
    }
    int byScore =
        Double.compare(score(a, rank) * favour(left), score(b, otherRank) * favour(right));
    return byScore == 0
        ? (double) a.latencyNanos() * favour(left) < (double) b.latencyNanos() * favour(right)
        : byScore < 0;
  }

  private double favour(int candidate) {
    return candidate == incumbent ? 1 - rules.hysteresis() : 1;
  }

  private int countEquals() {
    int count = 0;
    while (count < order.length && isLikeTheBest(candidates.get(order[count]))) {
      count++;
    }
    return count;
  }

  private boolean isLikeTheBest(Candidate candidate) {
    Candidate best = candidates.get(order[0]);
    int rank = rank(best);
    return rank(candidate) == rank
        && score(candidate, rank) <= score(best, rank) * (1 + rules.tolerance());
  }

  private boolean isWorthItsPrice(int index) {
    return mightLead(index) && isAffordable(candidates.get(index));
  }

  private boolean isAffordable(Candidate candidate) {
    long left = rules.explorationLeftPicoUsd();
    return left == Long.MAX_VALUE
        || (candidate.fare() instanceof Fare.Known(var picoUsd) && picoUsd <= left);
  }

  /**
   * Whether it would be the best if it turned out as well as can be hoped, once it is warm: a
   * target that nobody calls is cold, and stays so for as long as that alone speaks against it.
   */
  private boolean mightLead(int index) {
    Candidate hoped = candidates.get(index);
    if (hoped.isMeasured() || !(hoped.warmFare() instanceof Fare.Known(var picoUsd))) {
      return false;
    }
    Fare fare = new Fare.Known((long) ((double) picoUsd * OPTIMISM));
    long way = hoped.addedNanos();
    Candidate lucky =
        new Candidate(
            hoped.target(),
            fare,
            fare,
            way,
            0,
            way,
            (long) ((double) hoped.carbonPicoUsd() * OPTIMISM),
            false,
            hoped.standing(),
            hoped.bar());
    Candidate best = candidates.get(order[0]);
    int rank = rank(lucky);
    return rank < rank(best) || (rank == rank(best) && score(lucky, rank) < score(best, rank));
  }
}
