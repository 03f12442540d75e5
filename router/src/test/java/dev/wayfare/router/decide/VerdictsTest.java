package dev.wayfare.router.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerdictsTest {
  private static final long MILLI = 1_000_000;
  private static final Candidate CHEAP = target("cheap", 1_000_000, 20);
  private static final Candidate DEAR = target("dear", 3_000_000, 10);

  private static Candidate target(String id, long picoUsd, long millis) {
    return new Candidate(
        id,
        new Fare.Known(picoUsd),
        new Fare.Known(picoUsd),
        millis * MILLI,
        millis * MILLI,
        true,
        Standing.HEALTHY,
        null);
  }

  private static Candidate standing(String id, Standing standing) {
    return new Candidate(id, new Fare.Known(1), new Fare.Known(1), 1, 1, true, standing, null);
  }

  private static Rules rules(Aim aim) {
    return new Rules(aim, 0, 0, 0, Map.of());
  }

  private static List<String> verdicts(Rules rules, boolean repeatable, Candidate... candidates) {
    Snapshot snapshot = new Snapshot(rules, List.of(candidates), Optional.empty());
    return Verdicts.of(
        Policy.decide(snapshot, repeatable, 0, candidate -> 2 * candidate), snapshot);
  }

  @Test
  void theCheapestWonByPrice() {
    assertThat(verdicts(rules(new Aim.Cheapest(Long.MAX_VALUE)), true, DEAR, CHEAP))
        .containsExactly("dearer than cheap", "the cheapest");
  }

  @Test
  void whatMissesTheAimSaysByWhat() {
    assertThat(verdicts(rules(new Aim.Cheapest(15 * MILLI)), true, DEAR, CHEAP))
        .containsExactly("the cheapest within 15.0 ms", "its latency of 20.0 ms misses 15.0 ms");
    assertThat(verdicts(rules(new Aim.Cheapest(5 * MILLI)), true, DEAR, CHEAP))
        .containsExactly(
            "the quickest, since none is within 5.0 ms", "its latency of 20.0 ms misses 5.0 ms");
    assertThat(verdicts(rules(new Aim.Fastest(2_000_000)), true, DEAR, CHEAP))
        .containsExactly("its price is above 0.000002 USD", "the quickest within 0.000002 USD");
    assertThat(verdicts(rules(new Aim.Fastest(Long.MAX_VALUE)), true, DEAR, CHEAP))
        .containsExactly("the quickest", "slower than dear");
    assertThat(verdicts(rules(new Aim.Balanced(1_000_000)), true, DEAR, CHEAP))
        .containsExactly(
            "the cheapest with 0.000001 USD for each millisecond of waiting",
            "dearer than dear, waiting counted");
  }

  @Test
  void whatMayNotBeUsedSaysWhy() {
    Candidate barred =
        new Candidate(
            "far",
            new Fare.Known(0),
            new Fare.Known(0),
            1,
            1,
            true,
            Standing.HEALTHY,
            "region x is denied");
    Candidate unpriced =
        new Candidate(
            "odd",
            new Fare.Unknown("not sourced"),
            new Fare.Unknown("not sourced"),
            1,
            1,
            true,
            Standing.HEALTHY,
            null);
    assertThat(
            verdicts(
                rules(new Aim.Cheapest(Long.MAX_VALUE)),
                false,
                CHEAP,
                barred,
                unpriced,
                standing("out", Standing.OUT),
                standing("trial", Standing.ON_TRIAL)))
        .containsExactly(
            "the cheapest",
            "kept out: region x is denied",
            "its price is not known: not sourced",
            "its breaker is open: it failed lately",
            "on trial after failures: it gets only requests that can be repeated");
    assertThat(
            verdicts(rules(new Aim.Cheapest(Long.MAX_VALUE)), true, standing("out", Standing.OUT)))
        .containsExactly("its breaker is open: it failed lately");
  }

  @Test
  void ofEqualOnesTheBusierLost() {
    Rules tolerant = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 1, 0, 0, Map.of());
    assertThat(verdicts(tolerant, true, target("a", 1, 1), target("b", 1, 1), target("c", 1, 1)))
        .containsExactly(
            "among the best, and less busy than b: 0 in flight against 2",
            "among the best, but busier: 2 in flight",
            "among the best; another was drawn");
  }

  @Test
  void aBetterOneMayBeHeldBackByTheHysteresis() {
    Rules steady = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0.1, 0, Map.of());
    Snapshot snapshot =
        new Snapshot(steady, List.of(target("a", 100, 1), target("b", 95, 1)), Optional.of("a"));
    Decision decision = Policy.decide(snapshot, true, 0, candidate -> 0);
    assertThat(Verdicts.of(decision, snapshot).getLast())
        .isIn(
            "better than a by less than the 10.0% that it takes to replace it",
            "among the best, but busier: 0 in flight");
  }

  @Test
  void weightsAndExaminationsAreNamed() {
    Rules weighted = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0, 0, Map.of("dear", 3));
    assertThat(verdicts(weighted, true, CHEAP, DEAR))
        .containsExactly("it has no weight: for failures only", "drawn by its weight of 3");
    Candidate unknown =
        new Candidate(
            "new",
            new Fare.Known(900_000),
            new Fare.Known(900_000),
            1,
            1,
            false,
            Standing.HEALTHY,
            null);
    Rules curious = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0.2, 1, Map.of());
    Snapshot snapshot =
        new Snapshot(curious, List.of(target("best", 800_000, 1), unknown), Optional.of("best"));
    assertThat(Verdicts.of(Policy.decide(snapshot, true, 0, candidate -> 0), snapshot))
        .containsExactly(
            "among the best, but another is examined",
            "not measured lately, and might be the best: it is examined");
  }

  @Test
  void carbonIsNamedWhereItCounts() {
    Candidate dirty =
        new Candidate(
            "dirty",
            new Fare.Known(900_000),
            new Fare.Known(900_000),
            1,
            1,
            0,
            200_000,
            true,
            Standing.HEALTHY,
            null);
    assertThat(verdicts(rules(new Aim.Cheapest(Long.MAX_VALUE)), true, dirty, CHEAP))
        .containsExactly("dearer than cheap, carbon counted", "the cheapest, carbon counted");
    assertThat(verdicts(rules(new Aim.Fastest(Long.MAX_VALUE)), true, dirty, CHEAP))
        .containsExactly("the quickest", "slower than dirty");
  }
}
