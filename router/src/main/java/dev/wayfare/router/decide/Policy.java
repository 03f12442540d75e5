package dev.wayfare.router.decide;

import java.util.List;

/**
 * Decides where a request goes: a pure function, so that equal arguments give equal decisions.
 *
 * <p>Of {@code draw}, the upper half decides whether the request examines a target that was not
 * measured lately, the lower half which of several it goes to.
 */
public final class Policy {
  private static final double TWO_TO_32 = 4294967296.0;
  private static final long LOWER_HALF = 0xFFFF_FFFFL;
  private static final int QUARTER_BITS = 16;
  private static final int LOWEST_QUARTER = 0xFFFF;

  private Policy() {}

  /**
   * The decision for one request.
   *
   * @param repeatable whether the request can be sent again if the first target fails
   * @param draw 64 random bits
   * @param loads asked about at most two candidates
   */
  public static Decision decide(Snapshot snapshot, boolean repeatable, long draw, Loads loads) {
    Lineup lineup = snapshot.lineup(repeatable);
    if (lineup.size() == 0) {
      return new Decision.Shed(snapshot, repeatable, draw, shedReason(snapshot));
    }
    int[] due = lineup.due();
    if (due.length > 0 && (double) (draw >>> Integer.SIZE) < examined(snapshot) * TWO_TO_32) {
      int first = due[below(draw & LOWER_HALF, due.length)];
      return alone(snapshot, repeatable, draw, first, Decision.Reason.EXAMINED);
    }
    if (lineup.weighted().length > 0) {
      int first = byWeight(lineup, draw & LOWER_HALF);
      return alone(snapshot, repeatable, draw, first, Decision.Reason.WEIGHT);
    }
    if (lineup.equals() == 1) {
      return alone(snapshot, repeatable, draw, lineup.at(0), Decision.Reason.BEST);
    }
    return lessBusy(snapshot, repeatable, draw, loads);
  }

  private static double examined(Snapshot snapshot) {
    return snapshot.rules().exploration();
  }

  private static String shedReason(Snapshot snapshot) {
    return isBarred(snapshot)
        ? "no target of this function may be used now"
        : "every target of this function is failing";
  }

  static boolean isBarred(Snapshot snapshot) {
    List<Candidate> candidates = snapshot.candidates();
    return !candidates.isEmpty() && candidates.stream().allMatch(it -> it.bar() != null);
  }

  private static Decision alone(
      Snapshot snapshot, boolean repeatable, long draw, int first, Decision.Reason reason) {
    return new Decision.Routed(snapshot, repeatable, draw, first, reason, 0, -1, 0);
  }

  /**
   * Two random choices (<a
   * href="https://www.eecs.harvard.edu/~michaelm/postscripts/tpds2001.pdf">Mitzenmacher, 2001</a>):
   * the one with the lower product of recent latency and requests in flight.
   */
  private static Decision lessBusy(Snapshot snapshot, boolean repeatable, long draw, Loads loads) {
    Lineup lineup = snapshot.lineup(repeatable);
    int place = below(draw & LOWEST_QUARTER, QUARTER_BITS, lineup.equals());
    int other = below((draw >>> QUARTER_BITS) & LOWEST_QUARTER, QUARTER_BITS, lineup.equals() - 1);
    int one = lineup.at(place);
    int two = lineup.at(other >= place ? other + 1 : other);
    int oneInFlight = loads.inFlight(one);
    int twoInFlight = loads.inFlight(two);
    boolean isOneFree =
        cost(snapshot.candidates().get(one), oneInFlight)
            <= cost(snapshot.candidates().get(two), twoInFlight);
    return new Decision.Routed(
        snapshot,
        repeatable,
        draw,
        isOneFree ? one : two,
        Decision.Reason.LESS_BUSY,
        isOneFree ? oneInFlight : twoInFlight,
        isOneFree ? two : one,
        isOneFree ? twoInFlight : oneInFlight);
  }

  private static double cost(Candidate candidate, int inFlight) {
    return (double) candidate.peakNanos() * (inFlight + 1.0);
  }

  private static int byWeight(Lineup lineup, long bits) {
    int[] weighted = lineup.weighted();
    int total = 0;
    for (int candidate : weighted) {
      total += lineup.weight(candidate);
    }
    int left = below(bits, total);
    int place = 0;
    while (left >= lineup.weight(weighted[place])) {
      left -= lineup.weight(weighted[place]);
      place++;
    }
    return weighted[place];
  }

  private static int below(long bits, int bound) {
    return below(bits, Integer.SIZE, bound);
  }

  /**
   * Random {@code bits}, of which there are {@code count}, as a number from 0 to below the bound.
   */
  private static int below(long bits, int count, int bound) {
    return (int) ((bits * bound) >>> count);
  }
}
