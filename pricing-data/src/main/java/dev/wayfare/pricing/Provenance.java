package dev.wayfare.pricing;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a rate comes from.
 *
 * @param confidence how well it is sourced
 * @param date the day of the newest source that states it; where that is undated, the first day it
 *     can be of
 * @param sources at least one
 */
record Provenance(Confidence confidence, LocalDate date, List<Source> sources) {
  Provenance {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a rate needs at least one source");
    }
  }

  /**
   * @param title what it is and where it was found
   * @param url its address, where one is known
   * @param date its date in the collector's words, such as {@code 2026-09-24} or {@code undated}
   */
  record Source(String title, @Nullable String url, String date) {}
}
