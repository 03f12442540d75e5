package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.ledger.SpendView;
import dev.wayfare.router.ledger.Tariffs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * New snapshots for 1,000 functions of 12 targets each, all at once and by one thread: what a
 * router pays ten times a second where every function is called. Each target had 300 calls in a
 * minute, whose times differ by target and from call to call, and there are more calls between two
 * sweeps, so that every account's position has moved. Allocation counts these calls too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class SweepBenchmark {
  private static final int FUNCTIONS = 1_000;
  private static final int CALLS = 300;
  private static final long CALL_GAP_NANOS = Duration.ofMinutes(1).toNanos() / CALLS;
  private static final long SWEEP_GAP_NANOS = Duration.ofMillis(101).toNanos();

  /** One target of each kind for a function; the ids are counted, the memory is by function. */
  private static final List<String> KINDS =
      List.of(
          "provider: aws, region: us-east-1, memory: %dMiB",
          "provider: aws, region: us-east-1, architecture: arm64, memory: %dMiB",
          "provider: azure, region: eastus, memory: 512MiB",
          "provider: azure, region: eastus2, memory: 2048MiB",
          "provider: azure, region: brazilsouth, memory: 4096MiB",
          "provider: gcp, region: asia-east1, vcpus: 1, memory: %dMiB",
          "provider: gcp, region: asia-northeast1, vcpus: 1, memory: %dMiB",
          "provider: gcp, region: asia-south1, vcpus: 1, memory: %dMiB",
          "provider: gcp, region: europe-north1, vcpus: 1, memory: %dMiB",
          "provider: gcp, region: europe-southwest1, vcpus: 1, memory: %dMiB",
          "provider: gcp, region: us-central1, vcpus: 1, memory: %dMiB",
          "provider: edge, memory: %dMiB, price: {usd-per-gb-second: 0.00001}");

  /** How many sizes of memory the functions have. */
  @Param({"8", "1000"})
  private int sizes;

  /** How many of each function's targets were called since the last sweep. */
  @Param({"1", "12"})
  private int called;

  private final SplittableRandom random = new SplittableRandom(7);
  private double[] typicalMillis = {};
  private SpendView ledger;
  private List<Route> functions = List.of();
  private List<Target> targets = List.of();
  private long nowNanos;
  private int turn;

  /** A router's targets after a minute of calls. */
  @Setup
  public void prepare() {
    WayfareConfig config = config();
    var tariffs = new Tariffs(config, PriceBook.shipped(), InstantSource.system());
    ledger = tariffs.ledger();
    Routes routes =
        Routes.of(
            config,
            tariffs::of,
            new Budgets(config.budget(), tariffs.ledger(), InstantSource.system()),
            System::nanoTime);
    functions = routes.all();
    targets = routes.targets();
    typicalMillis = random.doubles(targets.size(), 2, 80).toArray();
    for (int i = 0; i < CALLS; i++) {
      nowNanos += CALL_GAP_NANOS;
      for (int target = 0; target < typicalMillis.length; target++) {
        call(target);
      }
    }
    functions.forEach(route -> check(route.posting(nowNanos)));
  }

  private WayfareConfig config() {
    var text = new StringBuilder("version: 1\nfunctions:\n");
    for (int f = 0; f < FUNCTIONS; f++) {
      text.append("  f%d:\n    path: /%d\n    targets:\n".formatted(f, f));
      for (int t = 0; t < KINDS.size(); t++) {
        String what = KINDS.get(t).formatted(128 + f % sizes);
        text.append("      - {id: t%d-%d, %s}\n".formatted(f, t, what));
      }
    }
    WayfareConfig config = WayfareConfig.parse(Path.of("wayfare.yaml"), text.toString());
    URI nowhere = URI.create("http://127.0.0.1:1");
    return config.withEndpoints(
        config.targets().stream()
            .map(TargetConfig::id)
            .collect(Collectors.toMap(Function.identity(), id -> nowhere)));
  }

  /** Latency and handler time are log-normal, as measured ones nearly are. */
  private void call(int index) {
    Target target = targets.get(index);
    Estimates estimates = target.estimates();
    double handlerMillis = typicalMillis[index] * Math.exp(0.5 * random.nextGaussian());
    long bytes = random.nextLong(500, 5_000);
    long idleNanos = estimates.began(nowNanos);
    if (idleNanos == Long.MAX_VALUE) {
      estimates.started(Duration.ofMillis(300), idleNanos, nowNanos);
    } else {
      estimates.handled(millis(handlerMillis), idleNanos, nowNanos);
    }
    estimates.answered(millis(handlerMillis + random.nextDouble(5, 30)), nowNanos);
    estimates.sent(bytes, nowNanos);
    target.tariff().charge(new Call(millis(handlerMillis), Duration.ZERO, bytes));
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos((long) (millis * 1e6));
  }

  private static void check(Posting posting) {
    posting
        .snapshot()
        .candidates()
        .forEach(
            candidate -> {
              if (!(candidate.fare() instanceof Fare.Known(var picoUsd)) || picoUsd < 0) {
                throw new IllegalStateException("without a price: " + candidate);
              }
            });
  }

  /**
   * Between two sweeps the targets of a function are called in turn. The ledger prices these calls
   * here: that is a cost of its own.
   */
  @Setup(Level.Invocation)
  public void pass() {
    nowNanos += SWEEP_GAP_NANOS;
    for (int function = 0; function < FUNCTIONS; function++) {
      for (int i = 0; i < called; i++) {
        call(function * KINDS.size() + (turn + i) % KINDS.size());
      }
    }
    turn++;
    ledger.monthPicoUsd();
  }

  /** All functions once. */
  @Benchmark
  public void sweep(Blackhole sink) {
    for (Route route : functions) {
      sink.consume(route.posting(nowNanos));
    }
  }
}
