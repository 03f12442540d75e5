package dev.wayfare.router.simulate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts what happens. */
final class Recorder {
  /** How many points the spend over time has. */
  static final int POINTS = 120;

  private final Timeline timeline;
  private final Watcher watcher;
  private final Map<Purpose, Long> picoUsd = new EnumMap<>(Purpose.class);
  private final Map<Purpose, Long> charges = new EnumMap<>(Purpose.class);
  private final Map<String, Long> answersByTarget = new HashMap<>();
  private final Map<String, String> leaders = new HashMap<>();
  private final long[] picoUsdByPoint = new long[POINTS];
  private final List<Long> latencyNanos = new ArrayList<>();
  private Purpose purpose = Purpose.SERVED;
  private long requests;
  private long refused;
  private long failed;
  private long unpricedCharges;
  private int leaderChanges;

  Recorder(Timeline timeline, Watcher watcher) {
    this.timeline = timeline;
    this.watcher = watcher;
  }

  /** What is charged from now on is for {@code now}. */
  void isFor(Purpose now) {
    purpose = now;
  }

  /** A call was charged at {@code pico}; null where its price is not known. */
  void charged(@Nullable Long pico) {
    if (pico == null) {
      unpricedCharges++;
      return;
    }
    picoUsd.merge(purpose, pico, Math::addExact);
    charges.merge(purpose, 1L, Long::sum);
    double share = (double) timeline.getAsLong() / (double) timeline.endNanos();
    picoUsdByPoint[Math.min(POINTS - 1, (int) (share * POINTS))] += pico;
  }

  void tried(String target, Purpose why, boolean isAnswered) {
    watcher.tried(timeline.getAsLong(), target, why, isAnswered);
  }

  /** The best target of a function, as one replica sees it. */
  void leads(String replicaAndFunction, String target) {
    String before = leaders.put(replicaAndFunction, target);
    if (before != null && !before.equals(target)) {
      leaderChanges++;
    }
  }

  void answered(String target, long nanos) {
    requests++;
    answersByTarget.merge(target, 1L, Long::sum);
    latencyNanos.add(nanos);
  }

  void refused() {
    requests++;
    refused++;
  }

  void failed() {
    requests++;
    failed++;
  }

  Outcome outcome() {
    long[] sorted = latencyNanos.stream().mapToLong(Long::longValue).sorted().toArray();
    long[] sums = picoUsdByPoint.clone();
    for (int i = 1; i < sums.length; i++) {
      sums[i] += sums[i - 1];
    }
    return new Outcome(
        requests,
        failed,
        refused,
        picoUsd,
        charges,
        unpricedCharges,
        answersByTarget,
        leaderChanges,
        quantile(sorted, 0.5),
        quantile(sorted, 0.95),
        LongStream.of(sums).boxed().toList());
  }

  private static long quantile(long[] sorted, double q) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(q * sorted.length) - 1];
  }
}
