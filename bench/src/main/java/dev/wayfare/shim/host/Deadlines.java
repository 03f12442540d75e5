package dev.wayfare.shim.host;

import dev.wayfare.bench.BenchModules;
import dev.wayfare.bench.Quantiles;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleImage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long after its deadline a guest that never ends is answered for, and how long after it the
 * guest's thread is free again.
 */
public final class Deadlines {
  private static final Duration DEADLINE = Duration.ofMillis(50);
  private static final int LOOPS = 200;

  /** What the guest "endless" does, by the path that makes it do so. */
  private static final Map<String, String> WAYS = new LinkedHashMap<>();

  static {
    WAYS.put("/s", "a loop that writes");
    WAYS.put("/i", "indirect calls");
    WAYS.put("/f1", "memory.fill of 1 MiB");
    WAYS.put("/f", "memory.fill of 64 MiB");
    WAYS.put("/c1", "memory.copy of 1 MiB");
    WAYS.put("/c", "memory.copy of 64 MiB");
    WAYS.put("/p", "poll_oneoff for 292 years");
  }

  private Deadlines() {}

  /** Prints both for each way of never ending. */
  public static void main(String[] arguments) throws InterruptedException {
    var config = HostConfig.DEFAULT.with(Limits.builder().deadline(DEADLINE).build());
    ModuleImage image = BenchModules.image("endless");
    // Loads what a host is made of: the first guest of a process takes longer than this deadline.
    FunctionHost.builder(image).build().close();
    try (var host = FunctionHost.builder(image).config(config).build()) {
      for (var way : WAYS.entrySet()) {
        measureSleep();
        measure(host, way.getKey(), way.getValue());
      }
    }
  }

  /** What the machine itself adds: a thread that sleeps as long, and nothing else. */
  private static void measureSleep() throws InterruptedException {
    long[] woken = new long[LOOPS];
    for (int i = 0; i < LOOPS; i++) {
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      TimeUnit.NANOSECONDS.sleep(DEADLINE.toNanos());
      woken[i] = System.nanoTime() - deadline;
    }
    System.out.printf("%-28s woken    %s%n", "a sleep, for comparison", Quantiles.millis(woken));
  }

  private static void measure(FunctionHost host, String path, String name)
      throws InterruptedException {
    var invocation = Invocation.builder().path(path).build();
    long[] answered = new long[LOOPS];
    long[] freed = new long[LOOPS];
    for (int i = 0; i < LOOPS; i++) {
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      InvocationResult result = host.invoke(invocation);
      answered[i] = System.nanoTime() - deadline;
      if (result.status() != 504) {
        throw new IllegalStateException(name + ": " + result.status());
      }
      while (host.figures().leasedGuests() > 0) {
        TimeUnit.MICROSECONDS.sleep(50);
      }
      freed[i] = System.nanoTime() - deadline;
    }
    System.out.printf(
        "%-28s answered %s  thread free %s%n",
        name, Quantiles.millis(answered), Quantiles.millis(freed));
  }
}
