package dev.wayfare.router.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheapestHealthyTest {
  private static final Fare UNKNOWN = new Fare.Unknown("no price");
  private static final List<Standing> STANDINGS = List.of(Standing.values());
  private final Policy policy = new CheapestHealthy();

  private static Candidate candidate(String id, String usd, long latency, Standing standing) {
    return new Candidate(id, new Fare.Usd(new BigDecimal(usd)), latency, standing);
  }

  private List<String> order(boolean repeatable, Candidate... candidates) {
    return switch (policy.decide(new Snapshot(List.of(candidates), repeatable))) {
      case Decision.Routed(var order) -> order.stream().map(Candidate::target).toList();
      case Decision.Shed shed -> List.of();
    };
  }

  @Test
  void theCheapestComesFirst() {
    assertThat(
            order(
                true,
                candidate("dear", "0.2", 1, Standing.HEALTHY),
                candidate("cheap", "0.1", 9, Standing.HEALTHY)))
        .containsExactly("cheap", "dear");
  }

  @Test
  void equallyCheapOnesAreRankedByLatencyThenByTheFile() {
    assertThat(
            order(
                true,
                candidate("slow", "0.1", 9, Standing.HEALTHY),
                candidate("first", "0.10", 1, Standing.HEALTHY),
                candidate("second", "0.1", 1, Standing.HEALTHY)))
        .containsExactly("first", "second", "slow");
  }

  @Test
  void anUnknownPriceIsNeverReadAsZero() {
    assertThat(
            order(
                true,
                new Candidate("unknown", UNKNOWN, 0, Standing.HEALTHY),
                candidate("dear", "1000", 9, Standing.HEALTHY),
                candidate("free", "0", 9, Standing.HEALTHY)))
        .containsExactly("free", "dear", "unknown");
  }

  @Test
  void aTrialOnlyGetsWhatCanBeRepeated() {
    Candidate onTrial = candidate("trial", "0.1", 1, Standing.ON_TRIAL);
    Candidate healthy = candidate("healthy", "0.2", 1, Standing.HEALTHY);
    assertThat(order(true, onTrial, healthy)).containsExactly("trial", "healthy");
    assertThat(order(false, onTrial, healthy)).containsExactly("healthy");
    assertThat(order(false, onTrial)).containsExactly("trial");
  }

  @Test
  void whereEverythingIsOutTheRequestIsShedWithAReason() {
    assertThat(policy.decide(new Snapshot(List.of(candidate("out", "0", 0, Standing.OUT)), true)))
        .isEqualTo(new Decision.Shed("every target of this function is failing"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theOrderIsAlwaysTotalAndLeavesOutOnlyWhatMustNotBeUsed(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      Snapshot snapshot = snapshot(random);
      switch (policy.decide(snapshot)) {
        case Decision.Shed shed ->
            assertThat(snapshot.candidates())
                .as("seed %d round %d", seed, round)
                .allMatch(candidate -> candidate.standing() == Standing.OUT);
        case Decision.Routed(var order) -> {
          assertThat(order).as("seed %d round %d", seed, round).doesNotHaveDuplicates();
          assertThat(order).noneMatch(candidate -> candidate.standing() == Standing.OUT);
          assertThat(snapshot.candidates()).containsAll(order);
          for (int i = 1; i < order.size(); i++) {
            assertThat(isWorse(order.get(i - 1), order.get(i)))
                .as("seed %d round %d: %s", seed, round, order)
                .isFalse();
          }
        }
      }
      assertThat(policy.decide(snapshot)).isEqualTo(policy.decide(snapshot));
    }
  }

  private static boolean isWorse(Candidate left, Candidate right) {
    if (left.fare() instanceof Fare.Usd(var a) && right.fare() instanceof Fare.Usd(var b)) {
      int byFare = a.compareTo(b);
      return byFare > 0 || (byFare == 0 && left.latencyNanos() > right.latencyNanos());
    }
    return left.fare() instanceof Fare.Unknown && right.fare() instanceof Fare.Usd;
  }

  private static Snapshot snapshot(RandomGenerator random) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = random.nextInt(1, 13); i > 0; i--) {
      Fare fare =
          random.nextInt(5) == 0 ? UNKNOWN : new Fare.Usd(BigDecimal.valueOf(random.nextInt(4)));
      candidates.add(
          new Candidate(
              "t" + i, fare, random.nextInt(3), STANDINGS.get(random.nextInt(STANDINGS.size()))));
    }
    return new Snapshot(candidates, random.nextBoolean());
  }
}
