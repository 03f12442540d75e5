package dev.wayfare.router.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
  @Test
  void whatFailsAndIsSparedComesLastHoweverCheapItIs() {
    Candidate spared = target("spared", 0, 0, Standing.LAST_RESORT);
    Candidate dear = target("dear", 100, 100, Standing.HEALTHY);
    Snapshot snapshot = new Snapshot(Rules.DEFAULT, List.of(spared, dear), Optional.empty());
    var repeatable = (Decision.Routed) Policy.decide(snapshot, true, -1, index -> 0);
    assertThat(repeatable.chosen().target()).isEqualTo("dear");
    assertThat(repeatable.size()).isEqualTo(2);
    var other = (Decision.Routed) Policy.decide(snapshot, false, -1, index -> 0);
    assertThat(other.size()).isEqualTo(1);
    Snapshot alone = new Snapshot(Rules.DEFAULT, List.of(spared), Optional.empty());
    assertThat(Policy.decide(alone, false, -1, index -> 0)).isInstanceOf(Decision.Routed.class);
  }

  private static final Fare UNKNOWN = new Fare.Unknown("no price");
  private static final long MILLI = 1_000_000;
  private static final Loads IDLE = candidate -> 0;
  private static final List<Standing> STANDINGS = List.of(Standing.values());

  private static Candidate target(String id, long picoUsd, long millis) {
    return target(id, picoUsd, millis, Standing.HEALTHY);
  }

  private static Candidate target(String id, long picoUsd, long millis, Standing standing) {
    return new Candidate(
        id,
        new Fare.Known(picoUsd),
        new Fare.Known(picoUsd),
        millis * MILLI,
        millis * MILLI,
        true,
        standing,
        null);
  }

  private static Candidate unmeasured(String id, long picoUsd, long millis) {
    return new Candidate(
        id,
        new Fare.Known(picoUsd),
        new Fare.Known(picoUsd),
        millis * MILLI,
        0,
        false,
        Standing.HEALTHY,
        null);
  }

  private static Rules aim(Aim aim) {
    return new Rules(aim, 0, 0, 0, Map.of());
  }

  private static final Rules CHEAPEST = aim(new Aim.Cheapest(Long.MAX_VALUE));

  private static List<String> order(Rules rules, boolean repeatable, Candidate... candidates) {
    Snapshot snapshot = new Snapshot(rules, List.of(candidates), Optional.empty());
    return switch (Policy.decide(snapshot, repeatable, 0, IDLE)) {
      case Decision.Routed routed ->
          IntStream.range(0, routed.size())
              .mapToObj(place -> snapshot.candidates().get(routed.at(place)).target())
              .toList();
      case Decision.Shed shed -> List.of();
    };
  }

  private static Decision.Routed routed(Decision decision) {
    return (Decision.Routed) decision;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aSnapshotAfterAnotherDecidesAsOneMadeAnew(long seed) {
    var random = new SplittableRandom(seed);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      candidates.add(anyCandidate(random, i));
    }
    Snapshot last = new Snapshot(CHEAPEST, candidates, Optional.empty());
    for (int turn = 0; turn < 2_000; turn++) {
      int place = random.nextInt(5);
      candidates.set(place, anyCandidate(random, place));
      Rules rules = aim(turn % 7 == 0 ? new Aim.Balanced(2) : new Aim.Cheapest(40 * MILLI));
      Snapshot next = last.next(rules, candidates);
      Snapshot made = new Snapshot(rules, candidates, last.leader());
      for (boolean repeatable : new boolean[] {true, false}) {
        assertThat(places(next, repeatable))
            .as("turn %d", turn)
            .isEqualTo(places(made, repeatable));
      }
      last = next;
    }
  }

  private static Candidate anyCandidate(RandomGenerator random, int place) {
    String id = "t" + place;
    Standing standing = STANDINGS.get(random.nextInt(STANDINGS.size()));
    long picoUsd = random.nextLong(50);
    return switch (random.nextInt(6)) {
      case 0 -> unmeasured(id, picoUsd, random.nextLong(80));
      case 1 -> new Candidate(id, UNKNOWN, UNKNOWN, MILLI, MILLI, true, standing, null);
      case 2 -> new Candidate(id, UNKNOWN, UNKNOWN, MILLI, MILLI, true, standing, "barred");
      default -> target(id, picoUsd, random.nextLong(80), standing);
    };
  }

  private static List<Integer> places(Snapshot snapshot, boolean repeatable) {
    return switch (Policy.decide(snapshot, repeatable, -1, IDLE)) {
      case Decision.Routed routed ->
          IntStream.range(0, routed.size()).map(routed::at).boxed().toList();
      case Decision.Shed shed -> List.of();
    };
  }

  @Test
  void theCheapestComesFirst() {
    assertThat(order(CHEAPEST, true, target("dear", 2, 1), target("cheap", 1, 9)))
        .containsExactly("cheap", "dear");
  }

  @Test
  void theCheapestMustKeepTheLatencyTargetWhereAnyDoes() {
    Rules within = aim(new Aim.Cheapest(100 * MILLI));
    assertThat(
            order(
                within, true, target("slow", 1, 101), target("dear", 3, 90), target("fit", 2, 100)))
        .containsExactly("fit", "dear", "slow");
    assertThat(order(within, true, target("slow", 1, 200), target("slower", 0, 300)))
        .containsExactly("slow", "slower");
  }

  @Test
  void theFastestMustKeepThePriceCapWhereAnyDoes() {
    Rules capped = aim(new Aim.Fastest(10));
    assertThat(
            order(capped, true, target("dear", 11, 1), target("slow", 1, 9), target("fast", 10, 2)))
        .containsExactly("fast", "slow", "dear");
    assertThat(order(capped, true, target("dear", 20, 1), target("less", 12, 9)))
        .containsExactly("less", "dear");
  }

  @Test
  void balancedPaysAStatedPriceForTime() {
    Candidate slow = target("slow", 100, 50);
    Candidate fast = target("fast", 140, 10);
    assertThat(order(aim(new Aim.Balanced(2)), true, slow, fast)).containsExactly("fast", "slow");
    assertThat(order(aim(new Aim.Balanced(0)), true, slow, fast)).containsExactly("slow", "fast");
    assertThat(order(aim(new Aim.Balanced(1)), true, slow, fast)).containsExactly("fast", "slow");
  }

  @Test
  void equallyCheapOnesAreRankedByLatencyThenByTheFile() {
    assertThat(
            order(CHEAPEST, true, target("a", 5, 3), target("slow", 1, 9), target("first", 1, 1)))
        .containsSubsequence("slow", "a")
        .containsSubsequence("first", "a");
    Snapshot snapshot =
        new Snapshot(
            CHEAPEST,
            List.of(target("slow", 1, 9), target("first", 1, 1), target("second", 1, 1)),
            Optional.empty());
    assertThat(snapshot.leader()).hasValue("first");
  }

  @Test
  void anUnknownPriceIsNeverReadAsZero() {
    assertThat(
            order(
                CHEAPEST,
                true,
                new Candidate("unknown", UNKNOWN, UNKNOWN, 0, 0, true, Standing.HEALTHY, null),
                target("dear", 1_000_000, 9),
                target("free", 0, 9)))
        .containsExactly("free", "dear", "unknown");
  }

  @Test
  void aTrialOnlyGetsWhatCanBeRepeated() {
    Candidate trial = target("trial", 1, 1, Standing.ON_TRIAL);
    Candidate healthy = target("healthy", 2, 1);
    assertThat(order(CHEAPEST, true, trial, healthy)).containsExactly("trial", "healthy");
    assertThat(order(CHEAPEST, false, trial, healthy)).containsExactly("healthy");
    assertThat(order(CHEAPEST, false, trial)).containsExactly("trial");
  }

  @Test
  void whatIsOutOrBarredGetsNothing() {
    Candidate barred =
        new Candidate(
            "barred",
            new Fare.Known(0),
            new Fare.Known(0),
            0,
            0,
            true,
            Standing.HEALTHY,
            "eu only");
    Candidate out = target("out", 0, 0, Standing.OUT);
    assertThat(order(CHEAPEST, true, barred, out, target("left", 9, 9))).containsExactly("left");
    assertThat(shedReason(decide(CHEAPEST, 0, out, barred)))
        .isEqualTo("every target of this function is failing");
    assertThat(shedReason(decide(CHEAPEST, 0, barred)))
        .isEqualTo("no target of this function may be used now");
  }

  private static String shedReason(Decision decision) {
    return ((Decision.Shed) decision).reason();
  }

  private static Decision decide(Rules rules, long draw, Candidate... candidates) {
    return Policy.decide(
        new Snapshot(rules, List.of(candidates), Optional.empty()), true, draw, IDLE);
  }

  @Test
  void theLeaderIsReplacedOnlyByOneThatBeatsItClearly() {
    Rules steady = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0.1, 0, Map.of());
    List<Candidate> close = List.of(target("a", 100, 1), target("b", 91, 1));
    List<Candidate> clear = List.of(target("a", 100, 1), target("b", 89, 1));
    assertThat(new Snapshot(steady, close, Optional.of("a")).leader()).hasValue("a");
    assertThat(new Snapshot(steady, close, Optional.empty()).leader()).hasValue("b");
    assertThat(new Snapshot(steady, clear, Optional.of("a")).leader()).hasValue("b");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalTargetsShareAndTheBusyOneGetsLess(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Rules tolerant = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0.05, 0, 0, Map.of());
    Snapshot snapshot =
        new Snapshot(
            tolerant,
            List.of(target("a", 100, 5), target("b", 105, 5), target("c", 106, 5)),
            Optional.empty());
    Map<Integer, Integer> idle = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      Decision.Routed one = routed(Policy.decide(snapshot, true, random.nextLong(), IDLE));
      assertThat(one.reason()).isEqualTo(Decision.Reason.LESS_BUSY);
      idle.merge(one.first(), 1, Integer::sum);
      Decision.Routed busy =
          routed(Policy.decide(snapshot, true, random.nextLong(), it -> it == 0 ? 3 : 0));
      assertThat(busy.first()).isEqualTo(1);
    }
    assertThat(idle).as("seed %d", seed).containsOnlyKeys(0, 1);
    assertThat(idle.get(0)).isBetween(1_300, 1_700);
  }

  @Test
  void aTargetThatMightLeadIsExaminedWithItsShareOfRequests() {
    Rules curious = new Rules(new Aim.Cheapest(100 * MILLI), 0, 0, 0.25, Map.of());
    Candidate[] targets = {
      target("leads", 10, 50), unmeasured("was-slow", 5, 500), unmeasured("dear", 30, 50)
    };
    assertThat(routed(decide(curious, 0x3FFF_FFFFL << 32, targets)).first()).isEqualTo(1);
    assertThat(routed(decide(curious, 0x4000_0000L << 32, targets)).first()).isZero();
    assertThat(routed(decide(curious, 0, targets)).reason()).isEqualTo(Decision.Reason.EXAMINED);
    targets[1] = target("was-slow", 5, 500);
    assertThat(routed(decide(curious, 0, targets)).reason()).isEqualTo(Decision.Reason.BEST);
    targets[2] = unmeasured("dear", 19, 50);
    assertThat(routed(decide(curious, 0, targets)).first()).isEqualTo(2);
  }

  @Test
  void aTargetThatIsDearOnlyWhileItIsColdIsExamined() {
    Rules curious = new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0, 1, Map.of());
    Candidate leader = target("leads", 10, 1);
    assertThat(routed(decide(curious, 0, leader, cold(100, 8))).first()).isEqualTo(1);
    assertThat(routed(decide(curious, 0, leader, cold(100, 20))).first()).isZero();
  }

  private static Candidate cold(long picoUsd, long warmPicoUsd) {
    return new Candidate(
        "cold",
        new Fare.Known(picoUsd),
        new Fare.Known(warmPicoUsd),
        MILLI,
        MILLI,
        false,
        Standing.HEALTHY,
        null);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void weightsShareTheRequestsAndTheOthersAreForFailures(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Rules weighted =
        new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0, 0, Map.of("a", 3, "b", 1, "gone", 9));
    Snapshot snapshot =
        new Snapshot(
            weighted,
            List.of(target("free", 0, 1), target("a", 5, 1), target("b", 1, 1)),
            Optional.empty());
    int[] counts = new int[3];
    for (int i = 0; i < 4_000; i++) {
      counts[routed(Policy.decide(snapshot, true, random.nextLong(), IDLE)).first()]++;
    }
    assertThat(counts[0]).as("seed %d", seed).isZero();
    assertThat(counts[1]).isBetween(2_850, 3_150);
    assertThat(routed(Policy.decide(snapshot, true, 0, IDLE)).size()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyDecisionIsSoundAndCanBeRemade(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 2_000; round++) {
      Snapshot snapshot = snapshot(random);
      int[] loads = random.ints(snapshot.candidates().size(), 0, 4).toArray();
      Decision decision =
          Policy.decide(snapshot, random.nextBoolean(), random.nextLong(), it -> loads[it]);
      String where = "seed %d round %d".formatted(seed, round);
      switch (decision) {
        case Decision.Shed shed -> {
          assertThat(shed.remade()).as(where).isEqualTo(shed);
          assertThat(snapshot.candidates())
              .as(where)
              .allMatch(it -> it.standing() == Standing.OUT || it.bar() != null);
        }
        case Decision.Routed routed -> {
          assertThat(routed.remade()).as(where).isEqualTo(routed);
          checkOrder(where, routed);
        }
      }
    }
  }

  private static void checkOrder(String where, Decision.Routed routed) {
    int[] order = IntStream.range(0, routed.size()).map(routed::at).toArray();
    assertThat(Arrays.stream(order).distinct().count()).as(where).isEqualTo(order.length);
    assertThat(order[0]).isEqualTo(routed.first());
    for (int index : order) {
      Candidate candidate = routed.snapshot().candidates().get(index);
      assertThat(candidate.standing()).as(where).isNotEqualTo(Standing.OUT);
      assertThat(candidate.bar()).as(where).isNull();
    }
    long usable =
        routed.snapshot().candidates().stream()
            .filter(it -> it.bar() == null && it.standing() == Standing.HEALTHY)
            .count();
    assertThat(order.length).as(where).isGreaterThanOrEqualTo((int) usable);
  }

  private static Snapshot snapshot(RandomGenerator random) {
    List<Candidate> candidates = new ArrayList<>();
    Map<String, Integer> weights = new HashMap<>();
    for (int i = random.nextInt(1, 13); i > 0; i--) {
      Fare fare = random.nextInt(5) == 0 ? UNKNOWN : new Fare.Known(random.nextInt(4));
      @Nullable String bar = random.nextInt(6) == 0 ? "barred" : null;
      Standing standing = STANDINGS.get(random.nextInt(STANDINGS.size()));
      candidates.add(
          new Candidate(
              "t" + i,
              fare,
              fare,
              random.nextInt(3) * MILLI,
              random.nextInt(9),
              random.nextBoolean(),
              standing,
              bar));
      if (random.nextInt(20) == 0) {
        weights.put("t" + i, random.nextInt(1, 5));
      }
    }
    Aim aim =
        switch (random.nextInt(3)) {
          case 0 -> new Aim.Cheapest(MILLI);
          case 1 -> new Aim.Fastest(1);
          default -> new Aim.Balanced(1);
        };
    Rules rules =
        new Rules(
            aim,
            random.nextDouble() / 2,
            random.nextDouble() / 2,
            random.nextDouble() / 4,
            weights);
    return new Snapshot(rules, candidates, Optional.of("t" + random.nextInt(1, 13)));
  }

  @Test
  void whatIsLeftForExaminingPaysForTheOnesThatItCovers() {
    Candidate[] candidates = {
      target("leads", 100, 50), unmeasured("dear", 20, 500), unmeasured("free", 0, 500)
    };
    Rules curious = new Rules(new Aim.Cheapest(100 * MILLI), 0, 0, 1, Map.of());
    for (long left : new long[] {19, 0}) {
      assertThat(examined(curious.withExplorationLeft(left), candidates)).containsOnly("free");
    }
    assertThat(examined(curious.withExplorationLeft(20), candidates)).containsOnly("dear", "free");
  }

  /** Where 64 requests go that examine; what they cost is left as it is. */
  private static List<String> examined(Rules rules, Candidate... candidates) {
    Snapshot snapshot = new Snapshot(rules, List.of(candidates), Optional.of("leads"));
    RandomGenerator random = new SplittableRandom(3);
    return IntStream.range(0, 64)
        .mapToObj(i -> routed(Policy.decide(snapshot, true, random.nextLong(), IDLE)))
        .map(it -> it.chosen().target())
        .toList();
  }

  @Test
  void howeverWellATargetRunsItsCallersWayStays() {
    Rules curious = new Rules(new Aim.Fastest(Long.MAX_VALUE), 0, 0, 1, Map.of());
    assertThat(examined(curious, target("leads", 1, 50), far("far", 60), far("near", 40)))
        .containsOnly("near");
  }

  /** Not measured lately; all but 10 ms of its latency is the caller's way. */
  private static Candidate far(String id, long wayMillis) {
    return new Candidate(
        id,
        new Fare.Known(1),
        new Fare.Known(1),
        (wayMillis + 10) * MILLI,
        0,
        wayMillis * MILLI,
        0,
        false,
        Standing.HEALTHY,
        null);
  }

  @Test
  void carbonIsWeighedWhereverAPriceIsAndNowhereElse() {
    Candidate dirty = dirty("dirty", 100, 50, 40);
    Candidate clean = target("clean", 120, 60);
    assertThat(order(CHEAPEST, true, dirty, clean)).containsExactly("clean", "dirty");
    assertThat(order(aim(new Aim.Balanced(1)), true, dirty, clean))
        .containsExactly("clean", "dirty");
    assertThat(order(aim(new Aim.Fastest(Long.MAX_VALUE)), true, dirty, clean))
        .containsExactly("dirty", "clean");
    assertThat(order(aim(new Aim.Fastest(110)), true, dirty, clean))
        .containsExactly("dirty", "clean");
    assertThat(order(aim(new Aim.Fastest(99)), true, dirty, clean))
        .containsExactly("clean", "dirty");
    assertThat(order(aim(new Aim.Cheapest(10 * MILLI)), true, clean, dirty))
        .containsExactly("dirty", "clean");
  }

  private static Candidate dirty(String id, long picoUsd, long millis, long carbonPicoUsd) {
    return new Candidate(
        id,
        new Fare.Known(picoUsd),
        new Fare.Known(picoUsd),
        millis * MILLI,
        millis * MILLI,
        0,
        carbonPicoUsd,
        true,
        Standing.HEALTHY,
        null);
  }
}
