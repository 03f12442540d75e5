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

  /** What an unmeasured target might cost less: it may run on twice as fast a processor. */
  private static final double OPTIMISM = 0.5;

  private final Rules rules;
  private final List<Candidate> candidates;
  private final Ratings ratings;
  private final int incumbent;
  private final int[] order;
  private final int equals;
  private final int[] due;
  private final int[] weighted;

  private Lineup(
      Rules rules, List<Candidate> candidates, Ratings ratings, int incumbent, int[] usable) {
    this.rules = rules;
    this.candidates = candidates;
    this.ratings = ratings;
    this.incumbent = incumbent;
    this.order = sorted(usable);
    this.equals = countEquals();
    this.due = chosen(equals, this::isWorthItsPrice);
    this.weighted = rules.weights().isEmpty() ? NONE : chosen(0, this::isDrawnByWeight);
  }

  /**
   * A lineup of {@code candidates}.
   *
   * @param ratings those of {@code candidates}
   * @param incumbent the place of the target that led before, or -1
   * @param trials whether candidates on trial take part
   */
  static Lineup of(
      Rules rules, List<Candidate> candidates, Ratings ratings, int incumbent, boolean trials) {
    int[] usable = new int[candidates.size()];
    int count = 0;
    for (int i = 0; i < usable.length; i++) {
      if (ratings.isUsable(i, trials)) {
        usable[count++] = i;
      }
    }
    return new Lineup(rules, candidates, ratings, incumbent, Arrays.copyOf(usable, count));
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
    return weight(candidate) > 0 && ratings.rank(candidate) != Ratings.LAST;
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
    return ratings.rank(candidate) == Ratings.KEEPS;
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
    int best = order[0];
    return ratings.rank(candidate) == ratings.rank(best)
        && ratings.score(candidate) < ratings.score(best);
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
    int rank = ratings.rank(left);
    int otherRank = ratings.rank(right);
    if (rank != otherRank) {
      return rank < otherRank;
    }
    int byScore =
        Double.compare(ratings.score(left) * favour(left), ratings.score(right) * favour(right));
    return byScore == 0
        ? ratings.latencyNanos(left) * favour(left) < ratings.latencyNanos(right) * favour(right)
        : byScore < 0;
  }

  private double favour(int candidate) {
    return candidate == incumbent ? 1 - rules.hysteresis() : 1;
  }

  private int countEquals() {
    int count = 0;
    while (count < order.length && isLikeTheBest(order[count])) {
      count++;
    }
    return count;
  }

  private boolean isLikeTheBest(int candidate) {
    int best = order[0];
    return ratings.rank(candidate) == ratings.rank(best)
        && ratings.score(candidate) <= ratings.score(best) * (1 + rules.tolerance());
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
    if (ratings.isMeasured(index)) {
      return false;
    }
    Candidate hoped = candidates.get(index);
    if (!(hoped.warmFare() instanceof Fare.Known(var picoUsd))) {
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
    int best = order[0];
    int rank = Ratings.rank(rules.aim(), lucky);
    return rank < ratings.rank(best)
        || (rank == ratings.rank(best)
            && Ratings.score(rules.aim(), lucky, rank) < ratings.score(best));
  }
}
