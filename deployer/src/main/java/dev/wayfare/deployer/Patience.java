package dev.wayfare.deployer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How operations of a provider are waited for.
 *
 * @param interval between two looks
 * @param longest how long one operation may take
 * @param nanoTicker measures it
 */
public record Patience(Duration interval, Duration longest, LongSupplier nanoTicker) {
  /** Looks every 2 s, for at most 10 min by {@code nanoTicker}. */
  public static Patience usual(LongSupplier nanoTicker) {
    return new Patience(Duration.ofSeconds(2), Duration.ofMinutes(10), nanoTicker);
  }

  /**
   * Looks until there is a result.
   *
   * @param what is waited for, as in "version 7 of hello to be ready"
   * @throws CloudException where it takes too long, or the thread is interrupted
   */
  public <T> T await(String what, Supplier<Optional<T>> look) {
    long begin = nanoTicker.getAsLong();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (nanoTicker.getAsLong() - begin >= longest.toNanos()) {
        throw new CloudException(
            CloudException.Cause.TIMED_OUT,
            "waited %d s for %s; look at it in the provider's console, and run the same again"
                .formatted(longest.toSeconds(), what),
            null,
            null);
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(
          CloudException.Cause.TIMED_OUT, "the wait was interrupted; run the same again", null, e);
    }
  }
}
