package dev.wayfare.shim.host;

import dev.wayfare.bench.BenchModules;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.NextHandler;
import dev.wayfare.shim.abi.Service;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.engine.ModuleImage;
import java.security.SecureRandom;
import java.time.Clock;
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

  private final Invocation invocation =
      Invocation.builder()
          .target("/hello?name=Ada")
          .headers(Headers.EMPTY.with("host", "example.com").with("x-name", "Ada"))
          .build();

  private FunctionHost host;
  private GuestPool pool;
  private GuestThreads threads;
  private FunctionLog log;
  private HostConfig config;

  /** Makes a host, and a pool of its own beside it. */
  @Setup(Level.Trial)
  public void setUp() {
    ModuleImage image = BenchModules.image(guest);
    config = HostConfig.DEFAULT;
    host = FunctionHost.builder(image).config(config).build();
    threads = new GuestThreads(config.limits(), System::nanoTime);
    log = new FunctionLog(System.getLogger("bench"), config);
    var factory =
        new GuestFactory(
            image,
            AbiDetector.require(image.name(), image.description()),
            new Service(image.name(), config, NextHandler.NOT_FOUND),
            new HostSources(Clock.systemUTC(), System::nanoTime, new SecureRandom()),
            () -> log.open("init"));
    pool = new GuestPool(factory, config.limits(), threads);
    pool.prime();
    if (!(factory.renewal() instanceof Renewal.Reset)) {
      throw new IllegalStateException(factory.renewal().text());
    }
  }

  /** Ends both. */
  @TearDown(Level.Trial)
  public void tearDown() {
    host.close();
    threads.close();
    pool.close();
  }

  /** Lease, call, put back. */
  @Benchmark
  public Answer pool() {
    var turn = new Turn(pool, config.limits(), invocation, () -> log.open("request"));
    Answer answer = turn.take();
    turn.end();
    return answer;
  }

  /** As a shim calls it, from a platform thread. */
  @Benchmark
  public InvocationResult invoke() {
    return host.invoke(invocation);
  }

  /** As a shim calls it, from a virtual thread. */
  @Benchmark
  @Fork(
      value = 2,
      jvmArgsAppend = {"-Djmh.executor=VIRTUAL"})
  public InvocationResult invokeFromVirtualThread() {
    return host.invoke(invocation);
  }
}
