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
 */
record Plan(List<Meter> billedBy, Time time, Memory memory) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  Plan {
    billedBy = List.copyOf(billedBy);
  }

  /** Nothing is rounded but to whole milliseconds and MiB: for prices that the user sets. */
  static Plan plain(List<Meter> billedBy) {
    return new Plan(
        billedBy, new Time(1, 0, true), new Memory(1, Sku.MOST_MEMORY_MIB, List.of(), 1));
  }

  /**
   * @param stepMillis time is rounded up to a multiple of this, 1 or more
   * @param leastMillis no call is billed less, 0 or more
   * @param initBilled whether the environment's start is billed
   */
  record Time(int stepMillis, int leastMillis, boolean initBilled) {
    Time {
      if (stepMillis < 1 || leastMillis < 0) {
        throw new IllegalArgumentException(
            "a time step is 1 ms or more and a minimum 0 ms or more, not %d and %d"
                .formatted(stepMillis, leastMillis));
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

  /** The milliseconds that {@code call} is billed for. */
  long billedMillis(Call call) {
    Duration ran = time.initBilled ? call.handlerTime().plus(call.initTime()) : call.handlerTime();
    long millis = Math.max(time.leastMillis, Math.ceilDiv(ran.toNanos(), NANOS_PER_MILLI));
    return Math.ceilDiv(millis, time.stepMillis) * time.stepMillis;
  }
}
