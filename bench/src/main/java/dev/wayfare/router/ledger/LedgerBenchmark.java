package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs in the ledger, while a flush a second takes away what was booked: booking it,
 * by one thread and by eight; booking it and looking at a budget at once, which prices it; and
 * looking at a budget when nothing was booked since.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LedgerBenchmark {
  private static final String CONFIG =
      """
      version: 1
      functions:
        f:
          path: /
          targets:
            - {id: aws, provider: aws, region: us-east-1, memory: 512MiB}
            - {id: azure, provider: azure, region: eastus, memory: 2048MiB}
            - {id: gcp, provider: gcp, region: us-central1, memory: 512MiB, vcpus: 1}
            - {id: own, provider: edge, memory: 512MiB, price: {usd-per-gb-second: "0.00001"}}
      """;

  private Tariff[] tariffs;
  private Ledger ledger;
  private LedgerThread thread;

  /** Each thread's calls differ, and go to four targets in turn. */
  @State(Scope.Thread)
  public static class Calls {
    private static final int COUNT = 1024; // a power of two

    private final Call[] calls = new Call[COUNT];
    private int turn;

    /** Calls of up to 100 ms and 64 KiB. */
    @Setup
    public void prepare() {
      for (int i = 0; i < COUNT; i++) {
        calls[i] = new Call(Duration.ofNanos(i * 97_651L), Duration.ZERO, i * 64L);
      }
    }

    Call next() {
      return calls[++turn & (COUNT - 1)];
    }
  }

  /** A ledger in memory, flushed as by a router. */
  @Setup
  public void open() {
    var store = new MemoryStore();
    var tables =
        new Tariffs(
            WayfareConfig.parse(Path.of("wayfare.yaml"), CONFIG),
            PriceBook.shipped(),
            InstantSource.system(),
            "bench",
            store);
    tariffs =
        new Tariff[] {tables.of("aws"), tables.of("azure"), tables.of("gcp"), tables.of("own")};
    ledger = tables.ledger();
    thread = LedgerThread.start(ledger, store, Duration.ofSeconds(1));
  }

  /** Ends the flushes. */
  @TearDown
  public void close() {
    thread.close();
  }

  /** One booking. */
  @Benchmark
  public void book(Calls calls) {
    tariffs[calls.turn & 3].charge(calls.next());
  }

  /** One booking of eight threads that book at the same time. */
  @Benchmark
  @Threads(8)
  public void bookOfEight(Calls calls) {
    book(calls);
  }

  /** A booking, and a budget that has it. */
  @Benchmark
  public long bookAndLook(Calls calls) {
    book(calls);
    return ledger.dayPicoUsd("aws");
  }

  /** A budget when nothing was booked. */
  @Benchmark
  public long look() {
    return ledger.dayPicoUsd("aws");
  }
}
