package dev.wayfare.router.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code ledger} of the file.
 *
 * @param chosen what keeps the ledger, or null where the file does not say
 * @param flushInterval 10 ms to 1 minute: a process that is killed loses at most what it booked in
 *     so much time, and routers that share a database know each other's usage within it
 */
public record LedgerSettings(@Nullable LedgerPlace chosen, Duration flushInterval) {
  static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
  static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  /** The settings of a file without this section. */
  public static final LedgerSettings DEFAULT = new LedgerSettings(null, Duration.ofSeconds(1));

  public LedgerSettings {
    if (flushInterval.compareTo(SHORTEST_INTERVAL) < 0
        || flushInterval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException("a ledger is flushed every 10 ms to 1 minute");
    }
  }

  /** What keeps the ledger, where the file says. */
  public Optional<LedgerPlace> place() {
    return Optional.ofNullable(chosen);
  }

  /** The same, kept in {@code otherwise} where the file does not say. */
  public LedgerSettings orIn(LedgerPlace otherwise) {
    return chosen == null ? new LedgerSettings(otherwise, flushInterval) : this;
  }
}
