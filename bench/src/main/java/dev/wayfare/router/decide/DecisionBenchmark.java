package dev.wayfare.router.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision over 12 candidates, three of them equal and two worth examining, so that each way of
 * deciding takes its turn; and the ranking of the same candidates, once for each snapshot.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBenchmark {
  private static final int TARGETS = 12;
  private static final int EQUAL = 3;
  private static final long MILLI = 1_000_000;
  private static final Rules RULES =
      new Rules(new Aim.Cheapest(100 * MILLI), 0.02, 0.05, 0.01, Map.of());

  private final SplittableRandom random = new SplittableRandom(7);
  private final int[] loads = new int[TARGETS];
  private List<Candidate> candidates = List.of();
  private Snapshot snapshot = new Snapshot(RULES, List.of(), Optional.empty());

  /** Twelve candidates. */
  @Setup
  public void prepare() {
    candidates = new ArrayList<>();
    for (int i = 0; i < TARGETS; i++) {
      long picoUsd = i < EQUAL ? 2_000_000 + i : 2_500_000 + i * 100_000L;
      candidates.add(
          new Candidate(
              "target-" + i,
              new Fare.Known(i >= TARGETS - 2 ? 1_000_000 : picoUsd),
              new Fare.Known(i >= TARGETS - 2 ? 1_000_000 : picoUsd),
              (i >= TARGETS - 2 ? 300 : 20) * MILLI,
              20 * MILLI,
              i < TARGETS - 2,
              Standing.HEALTHY,
              null));
    }
    snapshot = new Snapshot(RULES, candidates, Optional.of("target-0"));
  }

  /** The hot path. */
  @Benchmark
  public Object decide() {
    return Policy.decide(snapshot, true, random.nextLong(), candidate -> loads[candidate]);
  }

  /** Ten times a second for a function that is called. */
  @Benchmark
  public Object rank() {
    return new Snapshot(RULES, candidates, Optional.of("target-0"));
  }
}
