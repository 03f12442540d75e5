package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Policy;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.MadeRecord;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decisions of every kind, of random candidates. */
final class RandomDecisions {
  private static final List<String> BOOKS = List.of("5e1f", "0b00");
  private static final List<TryOutcome> OUTCOMES = List.of(TryOutcome.values());
  private static final List<Standing> STANDINGS = List.of(Standing.values());
  private static final String ODD = "\"a\\b\"\r\n\t \u2028 \u00e9 \ud83d\ude80 {}";

  private final RandomGenerator random;

  RandomDecisions(RandomGenerator random) {
    this.random = random;
  }

  DecisionRecord next() {
    Snapshot snapshot = snapshot();
    int[] loads = random.ints(snapshot.candidates().size(), 0, 4).toArray();
    Decision decision =
        Policy.decide(snapshot, random.nextBoolean(), random.nextLong(), it -> loads[it]);
    List<Optional<String>> books = new ArrayList<>();
    List<DecisionRecord.Try> tries = new ArrayList<>();
    for (Candidate candidate : snapshot.candidates()) {
      int book = random.nextInt(BOOKS.size() + 1);
      books.add(book == BOOKS.size() ? Optional.empty() : Optional.of(BOOKS.get(book)));
      if (random.nextInt(4) == 0) {
        tries.add(oneTry(candidate.target()));
      }
    }
    Instant at = Instant.ofEpochMilli(random.nextLong(1L << 42));
    return MadeRecord.of("id" + random.nextInt(), decision, at, books, tries);
  }

  private DecisionRecord.Try oneTry(String target) {
    TryOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    return new DecisionRecord.Try(target, outcome, Duration.ofNanos(random.nextLong(1L << 40)));
  }

  private Snapshot snapshot() {
    List<Candidate> candidates = new ArrayList<>();
    Map<String, Integer> weights = new HashMap<>();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      candidates.add(candidate("t" + i));
      if (random.nextInt(20) == 0) {
        weights.put("t" + i, random.nextInt(1, 5));
      }
    }
    Rules rules =
        new Rules(
            aim(),
            random.nextDouble() / 2,
            random.nextDouble() / 2,
            random.nextDouble() / 4,
            random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(4),
            weights);
    int incumbent = random.nextInt(10);
    return new Snapshot(
        rules, candidates, incumbent == 0 ? Optional.empty() : Optional.of("t" + incumbent));
  }

  private Candidate candidate(String target) {
    long latencyNanos = random.nextLong(1L << random.nextInt(1, 62));
    return new Candidate(
        target,
        fare(),
        fare(),
        latencyNanos,
        random.nextLong(1L << random.nextInt(1, 62)),
        random.nextBoolean() ? 0 : random.nextLong(latencyNanos + 1),
        random.nextBoolean() ? 0 : random.nextLong(4),
        random.nextBoolean(),
        STANDINGS.get(random.nextInt(STANDINGS.size())),
        random.nextInt(4) == 0 ? ODD : null);
  }

  private Fare fare() {
    return random.nextInt(5) == 0 ? new Fare.Unknown(ODD) : new Fare.Known(random.nextInt(4));
  }

  private Aim aim() {
    long bound = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextLong(1, 1L << 40);
    return switch (random.nextInt(3)) {
      case 0 -> new Aim.Cheapest(bound);
      case 1 -> new Aim.Fastest(bound);
      default -> new Aim.Balanced(bound);
    };
  }
}
