package dev.wayfare.shim.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
      return highWaterMark(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      System.getLogger(PeakMemory.class.getName())
          .log(System.Logger.Level.DEBUG, "peak memory is not known", e);
      return OptionalLong.empty();
    }
  }

  /** Found by hand: a request waits for this, and lines and patterns take three times as long. */
  private static OptionalLong highWaterMark(String status) {
    int at = status.indexOf("VmHWM:");
    if (at < 0) {
      return OptionalLong.empty();
    }
    long kibibytes = 0;
    for (char c = status.charAt(at); c != '\n'; c = status.charAt(++at)) {
      if (c >= '0' && c <= '9') {
        kibibytes = 10 * kibibytes + (c - '0');
      }
    }
    return OptionalLong.of(kibibytes << 10);
  }

  private record Reading(long atNanos, OptionalLong bytes) {}
}
