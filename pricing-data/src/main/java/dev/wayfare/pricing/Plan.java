package dev.wayfare.pricing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a plan turns an invocation into billed time and memory.
 *
 * @param billedBy the meters on its bill, in the order of a quote's lines
 * @param time how time is rounded
 * @param memory what memory is sold and how it is rounded
 * @param includedStorageMib ephemeral storage that costs nothing, 0 or more
 */
record Plan(List<Meter> billedBy, Time time, Memory memory, int includedStorageMib) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  Plan {
    billedBy = List.copyOf(billedBy);
    if (includedStorageMib < 0) {
      throw new IllegalArgumentException(
          "the included storage is 0 MiB or more, not " + includedStorageMib);
    }
  }

  /** Nothing is rounded but to whole milliseconds and MiB: for prices that the user sets. */
  static Plan plain(List<Meter> billedBy) {
    return new Plan(
        billedBy, new Time(1, 0, true, 1), new Memory(1, Sku.MOST_MEMORY_MIB, List.of(), 1), 0);
  }

  /**
   * @param stepMillis time is rounded up to a multiple of this, 1 or more
   * @param leastMillis no call is billed less, 0 or more
   * @param initBilled whether the environment's start is billed
   * @param standbyStepMillis time for which instances are kept ready is rounded up to a multiple of
   *     this, 1 or more
   */
  record Time(int stepMillis, int leastMillis, boolean initBilled, int standbyStepMillis) {
    Time {
      if (stepMillis < 1 || leastMillis < 0 || standbyStepMillis < 1) {
        throw new IllegalArgumentException(
            "a time step is 1 ms or more and a minimum 0 ms or more, not %d, %d and %d"
                .formatted(stepMillis, standbyStepMillis, leastMillis));
      }
    }
  }

  /**
   * @param leastMib least that is sold
   * @param mostMib most that is sold
   * @param sizesMib the only sizes sold, or empty where every size between the bounds is
   * @param stepMib memory is rounded up to a multiple of this, 1 or more
   */
  record Memory(int leastMib, int mostMib, List<Integer> sizesMib, int stepMib) {
    Memory {
      sizesMib = List.copyOf(sizesMib);
      if (leastMib < 1 || mostMib < leastMib || stepMib < 1) {
        throw new IllegalArgumentException(
            "memory bounds and step must be positive, not %d to %d by %d"
                .formatted(leastMib, mostMib, stepMib));
      }
    }

    boolean isSold(int mib) {
      return mib >= leastMib && mib <= mostMib && (sizesMib.isEmpty() || sizesMib.contains(mib));
    }

    /** What is sold, in words. */
    String sold() {
      if (sizesMib.isEmpty()) {
        return leastMib + " to " + mostMib + " MiB";
      }
      return sizesMib.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " MiB";
    }

    int billedMib(int mib) {
      return Math.ceilDiv(mib, stepMib) * stepMib;
    }
  }

  /** The meters on the bill of {@code sku}: storage is there only where more is bought. */
  List<Meter> metersOf(Sku sku) {
    return billedBy.stream()
        .filter(meter -> meter != Meter.STORAGE_GB_SECONDS || billedStorageMib(sku) > 0)
        .toList();
  }

  /** Ephemeral storage above what is included, in MiB. */
  int billedStorageMib(Sku sku) {
    return Math.max(0, sku.storageMib() - includedStorageMib);
  }

  /** The milliseconds that {@code call} is billed for. */
  long billedMillis(Call call) {
    return billedMillis(call.handlerTime().toNanos(), call.initTime().toNanos());
  }

  /** The same from nanoseconds, each 0 to 24 hours; allocates nothing. */
  long billedMillis(long handlerNanos, long initNanos) {
    long nanos = time.initBilled ? handlerNanos + initNanos : handlerNanos;
    long millis = Math.max(time.leastMillis, Math.ceilDiv(nanos, NANOS_PER_MILLI));
    // Most plans bill each millisecond, and a division takes longer than all the rest of a quote.
    return time.stepMillis == 1 ? millis : Math.ceilDiv(millis, time.stepMillis) * time.stepMillis;
  }

  /** The milliseconds that one instance is billed for which is kept ready for {@code time}. */
  long standbyMillis(Duration ready) {
    return Math.ceilDiv(ready.toMillis(), time.standbyStepMillis) * time.standbyStepMillis;
  }
}
