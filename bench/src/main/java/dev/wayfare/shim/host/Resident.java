package dev.wayfare.shim.host;

import dev.wayfare.bench.BenchModules;
import java.util.ArrayList;
import java.util.List;

/** How much of the heap a guest holds that waits for a request. */
public final class Resident {
  private Resident() {}

  /** Prints it for a guest of 128 KiB and for one of 17 MiB. */
  public static void main(String[] arguments) {
    measure("hello", 1000);
    measure("javascript", 200);
  }

  private static void measure(String name, int count) {
    try (var pool = new PoolOfOne(BenchModules.image(name))) {
      pool.another();
      List<LeasedGuest> guests = new ArrayList<>(count);
      long before = usedBytes();
      for (int i = 0; i < count; i++) {
        guests.add(pool.another());
      }
      long unused = usedBytes();
      guests.forEach(pool::serveAndPutBack);
      long used = usedBytes();
      System.out.printf(
          "%-12s %,10d bytes before its first request, %,10d after it (%d guests)%n",
          name, (unused - before) / count, (used - before) / count, guests.size());
    }
  }

  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }
}
