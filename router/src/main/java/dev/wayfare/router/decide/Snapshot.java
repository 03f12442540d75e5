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
  private final Lineup forRepeatable;
  private final Lineup forOthers;

  /**
   * A snapshot.
   *
   * @param candidates the function's targets, in the order of the file
   * @param incumbent the {@link #leader} of the snapshot before, if there was one
   */
  public Snapshot(Rules rules, List<Candidate> candidates, Optional<String> incumbent) {
    this.rules = rules;
    this.candidates = List.copyOf(candidates);
    this.incumbent = incumbent.orElse(null);
    this.forRepeatable = Lineup.of(rules, this.candidates, incumbent, true);
    Lineup healthy = Lineup.of(rules, this.candidates, incumbent, false);
    // Where nothing is healthy a chance is better than a refusal.
    this.forOthers = healthy.size() == 0 ? forRepeatable : healthy;
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
