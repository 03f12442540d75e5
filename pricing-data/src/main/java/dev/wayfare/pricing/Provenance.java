package dev.wayfare.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a price comes from.
 *
 * @param confidence how well it is sourced
 * @param date the day of the newest source that states it; where that is undated, the first day it
 *     can be of
 * @param fetchedAt when it was last read from its sources, or confirmed by them
 * @param effectiveSince the day from which the provider charges it; null where no source says
 * @param sources at least one
 */
public record Provenance(
    Confidence confidence,
    LocalDate date,
    Instant fetchedAt,
    @Nullable LocalDate effectiveSince,
    List<Source> sources) {
  public Provenance {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a rate needs at least one source");
    }
  }

  /** What was read on the day of its newest source. */
  Provenance(Confidence confidence, LocalDate date, List<Source> sources) {
    this(confidence, date, date.atStartOfDay(ZoneOffset.UTC).toInstant(), null, sources);
  }

  /** The day from which the provider charges this price; empty where no source says. */
  public Optional<LocalDate> effectiveFrom() {
    return Optional.ofNullable(effectiveSince);
  }

  /** True where the price was read from the provider's own list by this program. */
  public boolean isLive() {
    return sources.stream().anyMatch(Source::live);
  }

  /**
   * Something that states a price.
   *
   * @param title what it is and where it was found
   * @param url its address, where one is known
   * @param date its date in the collector's words, such as {@code 2026-09-24} or {@code undated}
   * @param live whether this program read it there, rather than a person who collected prices
   * @param validator what the provider's server called this version of it: an {@code ETag} or
   *     {@code Last-Modified} field (RFC 9110, section 8.8); null where it said nothing, or where
   *     the list came in several parts
   */
  public record Source(
      String title, @Nullable String url, String date, boolean live, @Nullable String validator) {
    /** A source that a person read. */
    Source(String title, @Nullable String url, String date) {
      this(title, url, date, false, null);
    }

    /** Its address, where one is known. */
    public Optional<String> address() {
      return Optional.ofNullable(url);
    }

    /** How its server called this version of it, where it did. */
    public Optional<String> version() {
      return Optional.ofNullable(validator);
    }
  }
}
