package dev.wayfare.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one process took until its first answer was there.
 *
 * @param wallMicros since it was started
 * @param cpuMicros of its threads, in user and system mode; counted in ticks of 10,000
 * @param residentKb its memory then
 */
record Sample(long wallMicros, long cpuMicros, long residentKb) {
  private static final int MICROS_PER_TICK = 10_000;

  /**
   * Of a process that answered just now.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">The fields</a>
   */
  static Sample of(Process process, long startNanos, long answerNanos) throws IOException {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    String stat = Files.readString(folder.resolve("stat"));
    // The second field is a name in parentheses, and may hold blanks.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    return new Sample(
        (answerNanos - startNanos) / 1_000, ticks * MICROS_PER_TICK, residentKb(folder));
  }

  private static long residentKb(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
