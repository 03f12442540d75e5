package dev.wayfare.router.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Remembers every try. */
final class Tries implements Watcher {
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(long nanos, String target, Purpose purpose, boolean isAnswered) {}

  @Override
  public void tried(long nanos, String target, Purpose purpose, boolean isAnswered) {
    entries.add(new Entry(nanos, target, purpose, isAnswered));
  }

  /** The share of a target among the tries of a time. */
  double share(String target, Duration from, Duration to) {
    List<Entry> within =
        entries.stream()
            .filter(it -> it.nanos >= from.toNanos() && it.nanos < to.toNanos())
            .toList();
    long there = within.stream().filter(it -> it.target.equals(target)).count();
    return (double) there / within.size();
  }

  /** How many tries failed. */
  long failed() {
    return entries.stream().filter(it -> !it.isAnswered).count();
  }

  /** How long it takes after {@code from} until the target gets {@code share} of 10 s' tries. */
  Duration until(String target, double share, Duration from) {
    Duration window = Duration.ofSeconds(10);
    Duration at = from;
    while (share(target, at, at.plus(window)) < share) {
      at = at.plusSeconds(1);
    }
    return at.minus(from);
  }
}
