package dev.wayfare.shim.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The most memory this process has held so far, as the kernel counts it ({@code VmHWM} in Linux's
 * {@code /proc/self/status}); read at most once a second, and empty on other systems.
 */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier ticker;
  private volatile Reading reading;

  PeakMemory(LongSupplier ticker) {
    this.ticker = ticker;
    this.reading = new Reading(ticker.getAsLong(), read());
  }

  OptionalLong bytes() {
    long now = ticker.getAsLong();
    Reading last = reading;
    if (now - last.atNanos >= REFRESH_NANOS) {
      last = new Reading(now, read());
      reading = last;
    }
    return last.bytes;
  }

  private static OptionalLong read() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      System.getLogger(PeakMemory.class.getName())
          .log(System.Logger.Level.DEBUG, "peak memory is not known", e);
      return OptionalLong.empty();
    }
  }

  private record Reading(long atNanos, OptionalLong bytes) {}
}
