package dev.wayfare.shim.host;

import dev.wayfare.bench.BenchModules;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.engine.ModuleImage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request to a guest that answers at once: what the host itself costs. {@link #pool} leases a
 * guest, lets it answer and puts it back, on one thread; {@link #invoke} is the way that shims go,
 * with the hand-over to a guest thread and back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class HelloBenchmark {
  /** The guest. */
  @Param({"hello", "javascript"})
  public String guest = "hello";

  private FunctionHost host;
  private PoolOfOne pool;
  private ExecutorService threads;

  /** Makes a host, and a pool of its own beside it. */
  @Setup(Level.Trial)
  public void setUp() {
    ModuleImage image = BenchModules.image(guest);
    host = FunctionHost.builder(image).build();
    pool = new PoolOfOne(image);
    threads = Executors.newFixedThreadPool(4);
  }

  /** Ends both. */
  @TearDown(Level.Trial)
  public void tearDown() {
    host.close();
    pool.close();
    threads.close();
  }

  /** Lease, call, put back. */
  @Benchmark
  public Answer pool() {
    return pool.serve();
  }

  /** As a shim calls it, from a platform thread. */
  @Benchmark
  public InvocationResult invoke() {
    return host.invoke(PoolOfOne.HELLO);
  }

  /** What the hand-over alone costs here and now: a task that does nothing. */
  @Benchmark
  public Object handOver() throws InterruptedException, ExecutionException {
    return threads.submit(() -> guest).get();
  }

  /** As a shim calls it, from a virtual thread. */
  @Benchmark
  @Fork(
      value = 2,
      jvmArgsAppend = {"-Djmh.executor=VIRTUAL"})
  public InvocationResult invokeFromVirtualThread() {
    if (!Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("-jvmArgsAppend on the command line replaces the one here");
    }
    return host.invoke(PoolOfOne.HELLO);
  }
}
