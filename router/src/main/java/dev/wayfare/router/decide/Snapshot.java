package dev.wayfare.router.decide;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function's targets at one moment: with a request's own draw, everything that a decision depends
 * on. Immutable; requests share it until the next one is made.
 */
public final class Snapshot {
  private final Rules rules;
  private final List<Candidate> candidates;
  private final @Nullable String incumbent;
  private final int incumbentPlace;
  private final Ratings ratings;
  private final Lineup forRepeatable;
  private final Lineup forOthers;

  /**
   * A snapshot.
   *
   * @param candidates the function's targets, in the order of the file
   * @param incumbent the {@link #leader} of the snapshot before, if there was one
   */
  public Snapshot(Rules rules, List<Candidate> candidates, Optional<String> incumbent) {
    this(
        rules, List.copyOf(candidates), incumbent.orElse(null), place(candidates, incumbent), null);
  }

  private Snapshot(
      Rules rules,
      List<Candidate> candidates,
      @Nullable String incumbent,
      int incumbentPlace,
      @Nullable Ratings last) {
    this.rules = rules;
    this.candidates = candidates;
    this.incumbent = incumbent;
    this.incumbentPlace = incumbentPlace;
    this.ratings = Ratings.of(rules.aim(), candidates, last);
    this.forRepeatable = Lineup.of(rules, candidates, ratings, incumbentPlace, true);
    this.forOthers = isAnyDoubtful() ? healthy() : forRepeatable;
  }

  private static int place(List<Candidate> candidates, Optional<String> incumbent) {
    return incumbent.isEmpty()
        ? -1
        : candidates.stream().map(Candidate::target).toList().indexOf(incumbent.get());
  }

  private boolean isAnyDoubtful() {
    for (int i = 0; i < forRepeatable.size(); i++) {
      if (ratings.isDoubtful(forRepeatable.at(i))) {
        return true;
      }
    }
    return false;
  }

  private Lineup healthy() {
    Lineup healthy = Lineup.of(rules, candidates, ratings, incumbentPlace, false);
    // Where nothing is healthy a chance is better than a refusal.
    return healthy.size() == 0 ? forRepeatable : healthy;
  }

  /**
   * The snapshot after this one, whose incumbent is the leader of this: this one again where
   * nothing else would come out.
   *
   * @param next the same targets in the same order
   */
  public Snapshot next(Rules rulesThen, List<Candidate> next) {
    int leader = forRepeatable.size() == 0 ? -1 : forRepeatable.at(0);
    boolean isSame = leader == incumbentPlace && rulesThen.equals(rules);
    for (int i = 0; isSame && i < next.size(); i++) {
      isSame = next.get(i).equals(candidates.get(i));
    }
    return isSame
        ? this
        : new Snapshot(rulesThen, List.copyOf(next), leader().orElse(null), leader, ratings);
  }

  /** How they are ranked. */
  public Rules rules() {
    return rules;
  }

  /** The function's targets, in the order of the file. */
  public List<Candidate> candidates() {
    return candidates;
  }

  /** The target that led before, where there was one: it is favoured by the rules' hysteresis. */
  public Optional<String> incumbent() {
    return Optional.ofNullable(incumbent);
  }

  /** The best target, where any may be given requests. */
  public Optional<String> leader() {
    return forRepeatable.size() == 0
        ? Optional.empty()
        : Optional.of(candidates.get(forRepeatable.at(0)).target());
  }

  /**
   * @param repeatable whether the request can be sent again if the first target fails
   */
  Lineup lineup(boolean repeatable) {
    return repeatable ? forRepeatable : forOthers;
  }
}
