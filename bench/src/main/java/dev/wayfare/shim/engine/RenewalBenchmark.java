package dev.wayfare.shim.engine;

import dev.wayfare.bench.BenchModules;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a guest costs between two requests: put back, made of a snapshot, made anew. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RenewalBenchmark {
  private static final int TOUCHED_PAGES = 64;

  /** The guest: of 128 KiB, or of 17 MiB. */
  @Param({"hello", "javascript"})
  public String guest = "javascript";

  private RenewedGuests guests;

  /** Makes what the guests are made of. */
  @Setup(Level.Trial)
  public void setUp() {
    guests = new RenewedGuests(BenchModules.image(guest));
  }

  /** Writes to 64 pages of 4 KiB (of the small guest to 16), and puts them back. */
  @Benchmark
  public boolean putBack() {
    guests.touch(guest.equals("hello") ? TOUCHED_PAGES / 4 : TOUCHED_PAGES);
    return guests.putBack();
  }

  /** A second guest of the first one's snapshot. */
  @Benchmark
  public Guest fromSnapshot() {
    return guests.fromSnapshot();
  }

  /** A guest that initialises itself. */
  @Benchmark
  public Guest anew() {
    return guests.anew();
  }
}
