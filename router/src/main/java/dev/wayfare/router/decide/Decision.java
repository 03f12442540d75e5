package dev.wayfare.router.decide;

/**
 * Where a request goes. It holds all that it was made from, so that it can be made again ({@link
 * #remade}).
 */
public sealed interface Decision {
  /** What it was made from. */
  Snapshot snapshot();

  /** Whether the request can be sent again. */
  boolean repeatable();

  /** 64 random bits. */
  long draw();

  /** The same decision, made again from what this holds. */
  Decision remade();

  /**
   * To one target, and to others in turn where that fails.
   *
   * @param snapshot what it was made from
   * @param repeatable whether the request can be sent again
   * @param draw 64 random bits
   * @param first the chosen candidate, by its place in the snapshot
   * @param reason why that one
   * @param firstInFlight how busy it was, where that was looked at
   * @param rival the candidate that it was compared with, or -1
   * @param rivalInFlight how busy that one was
   */
  record Routed(
      Snapshot snapshot,
      boolean repeatable,
      long draw,
      int first,
      Reason reason,
      int firstInFlight,
      int rival,
      int rivalInFlight)
      implements Decision {
    /** How many candidates may be tried, 1 or more. */
    public int size() {
      return snapshot.lineup(repeatable).size();
    }

    /**
     * The candidate to try after {@code place} others, by its place in the snapshot: the chosen one
     * first, the others by rank.
     */
    public int at(int place) {
      if (place == 0) {
        return first;
      }
      Lineup lineup = snapshot.lineup(repeatable);
      int rank = 0;
      for (int left = place; ; rank++) {
        if (lineup.at(rank) != first && --left == 0) {
          return lineup.at(rank);
        }
      }
    }

    /** The chosen candidate. */
    public Candidate chosen() {
      return snapshot.candidates().get(first);
    }

    @Override
    public Decision remade() {
      return Policy.decide(
          snapshot, repeatable, draw, index -> index == first ? firstInFlight : rivalInFlight);
    }
  }

  /**
   * Nowhere.
   *
   * @param snapshot what it was made from
   * @param repeatable whether the request can be sent again
   * @param draw 64 random bits
   * @param reason a sentence
   */
  record Shed(Snapshot snapshot, boolean repeatable, long draw, String reason) implements Decision {
    /** Whether the configuration or a budget keeps every target out; else they fail. */
    public boolean isBarred() {
      return Policy.isBarred(snapshot);
    }

    /** Nobody is asked how busy a target is where none may be given the request. */
    @Override
    public Decision remade() {
      return Policy.decide(snapshot, repeatable, draw, index -> 0);
    }
  }

  /** Why a candidate was chosen. */
  enum Reason {
    /** It is the best by the function's aim. */
    BEST,
    /** Several are as good as the best; of two drawn at random it was the less busy one. */
    LESS_BUSY,
    /** It was not measured lately and might be the best. */
    EXAMINED,
    /** It was drawn by its weight. */
    WEIGHT
  }
}
