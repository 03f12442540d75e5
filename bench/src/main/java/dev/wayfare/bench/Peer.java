package dev.wayfare.bench;

import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.engine.CpuGuest;
import dev.wayfare.shim.host.PoolOfOne;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One side of a comparison, a process of its own: reads the name of a piece of work from a line,
 * does it again and again for a time, and answers with the median of one round in nanoseconds, the
 * 99th percentile, and the result. {@code peer.mjs} is the other side.
 */
public final class Peer {
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long UNSIGNED = 0xffff_ffffL;
  private static final int MOST_SAMPLES = 200_000;

  private Peer() {}

  /** What is measured: a name, and what it does once; it returns the same for every side. */
  @FunctionalInterface
  private interface Work {
    long once();
  }

  /** Takes "tracked" or "untracked": whether the guests' memory knows which pages are touched. */
  public static void main(String[] arguments) throws IOException {
    boolean tracked = arguments[0].equals("tracked");
    Map<String, Work> works = works(tracked);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Work work = works.get(line);
      System.out.println(work == null ? "none" : measured(work));
    }
    System.exit(0);
  }

  private static Map<String, Work> works(boolean tracked) {
    var image = BenchModules.image("cpu");
    CpuGuest guest = tracked ? CpuGuest.tracked(image) : CpuGuest.untracked(image);
    var works = new HashMap<String, Work>();
    Beside.CPU.forEach(
        (function, argument) ->
            works.put(function, () -> (int) guest.call(function, argument) & UNSIGNED));
    if (tracked) {
      var pool = new PoolOfOne(BenchModules.image("hello"));
      works.put("hello", () -> ((Answer.Answered) pool.serve()).body().length());
    }
    return works;
  }

  private static String measured(Work work) {
    long[] samples = new long[MOST_SAMPLES];
    int count = 0;
    long result = 0;
    long begin = System.nanoTime();
    for (long now = begin; now - begin < ROUND_NANOS && count < MOST_SAMPLES; count++) {
      result = work.once();
      long next = System.nanoTime();
      samples[count] = next - now;
      now = next;
    }
    Arrays.sort(samples, 0, count);
    return samples[count / 2] + " " + samples[(int) (count * 0.99)] + " " + result;
  }
}
