package dev.wayfare.pricing.source;

import dev.wayfare.pricing.InvalidPriceBookException;
import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceChange;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provenance;
import dev.wayfare.pricing.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges what a list says against the book in force.
 *
 * <p>It is believed where nothing in it is without sense, nothing is missing that was read there
 * before, and no price moved by more than a factor at any month-to-date position. A price that was
 * never read live, but collected by a person, may be missing: it stays as it was, and the report
 * says so.
 */
final class Admission {
  private static final int MOST_REASONS = 20;

  private final PriceBook book;
  private final PriceSource source;
  private final PriceSource.Wanted wanted;
  private final Findings findings;
  private final List<String> reasons = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  Admission(PriceBook book, PriceSource source, PriceSource.Wanted wanted, Findings findings) {
    this.book = book;
    this.source = source;
    this.wanted = wanted;
    this.findings = findings;
  }

  /**
   * What is to be done about a list.
   *
   * @param book the book to use from now on
   */
  record Verdict(PriceBook book, RefreshReport.ListReport report) {}

  /**
   * @param mostChange the factor by which a price may rise or fall
   * @param accept whether larger moves and missing prices were confirmed by a person
   */
  Verdict judge(BigDecimal mostChange, boolean accept) {
    reasons.addAll(findings.faults());
    boolean isWhole = checkComplete(accept);
    int known = known();
    if (known == 0 && reasons.isEmpty()) {
      reasons.add(
          "it has none of the meters that are known, but %d other entries"
              .formatted(findings.skipped()));
    }
    if (!reasons.isEmpty()) {
      return rejected();
    }
    PriceBook candidate;
    try {
      candidate = book.revised(readings(isWhole), findings.unchanged(), wanted.now());
    } catch (InvalidPriceBookException e) {
      reasons.add(String.valueOf(e.getMessage()));
      return rejected();
    }
    List<PriceChange> changes = PriceChange.between(book, candidate);
    checkMoves(changes, mostChange, accept);
    return reasons.isEmpty()
        ? verdict(candidate, new Outcome.Accepted(known, changes))
        : rejected();
  }

  /** How many prices the list has, in what was read or in what is as it was. */
  private int known() {
    Set<PriceKey> keys =
        findings.readings().stream()
            .map(Reading::key)
            .filter(book::isBilled)
            .collect(Collectors.toSet());
    book.prices().stream()
        .filter(price -> isFrom(price, findings.unchanged()))
        .forEach(price -> keys.add(price.key()));
    return keys.size();
  }

  private static boolean isFrom(ListPrice price, Set<String> urls) {
    return price.provenance().sources().stream()
        .anyMatch(source -> source.live() && source.address().filter(urls::contains).isPresent());
  }

  /** True where the list has every price of the book that it covers. */
  private boolean checkComplete(boolean accept) {
    Set<PriceKey> read = findings.readings().stream().map(Reading::key).collect(Collectors.toSet());
    List<ListPrice> missing =
        book.prices().stream()
            .filter(price -> source.covers(price.key()) && wanted.includes(price.key().region()))
            .filter(price -> !read.contains(price.key()) && !isFrom(price, findings.unchanged()))
            .toList();
    for (ListPrice price : missing) {
      if (price.provenance().isLive() && !accept) {
        reasons.add(missing(price.key()));
      }
    }
    if (!missing.isEmpty()) {
      remarks.add(
          "%d of the book's prices are not in it and stay as they were, such as %s"
              .formatted(missing.size(), missing.getFirst().key()));
    }
    findings.doubtful().stream()
        .sorted()
        .filter(key -> !key.architecture().equals("arm64"))
        .map(key -> key + " has several prices in it, of which none was taken")
        .forEach(remarks::add);
    return missing.isEmpty();
  }

  private String missing(PriceKey key) {
    return findings.doubtful().contains(key)
        ? key + " has several prices in it"
        : key + " is missing, which was read there before";
  }

  /**
   * Where something is missing, the version of the list is not noted: else the next refresh would
   * take "not modified" for a confirmation of what is not in it.
   */
  private List<Reading> readings(boolean isWhole) {
    return isWhole
        ? findings.readings()
        : findings.readings().stream().map(Admission::withoutVersion).toList();
  }

  private static Reading withoutVersion(Reading reading) {
    Provenance known = reading.provenance();
    List<Provenance.Source> sources =
        known.sources().stream()
            .map(
                it ->
                    new Provenance.Source(
                        it.title(), it.address().orElse(null), it.date(), it.live(), null))
            .toList();
    return new Reading(
        reading.key(),
        reading.tiers(),
        new Provenance(
            known.confidence(),
            known.date(),
            known.fetchedAt(),
            known.effectiveFrom().orElse(null),
            sources));
  }

  private void checkMoves(List<PriceChange> changes, BigDecimal mostChange, boolean accept) {
    for (PriceChange change : changes) {
      switch (change) {
        case PriceChange.Moved moved -> {
          if (moved.exceeds(mostChange) && !accept) {
            reasons.add(
                "%s moved by more than a factor of %s: %s"
                    .formatted(moved.key(), mostChange.toPlainString(), moved.largest()));
          }
        }
        case PriceChange.Added _, PriceChange.Removed _ -> {
          // A new price has nothing to be compared with, and a refresh removes none.
        }
      }
    }
  }

  private Verdict rejected() {
    List<String> few = new ArrayList<>(reasons.stream().limit(MOST_REASONS).toList());
    if (reasons.size() > MOST_REASONS) {
      few.add("and %d more like these".formatted(reasons.size() - MOST_REASONS));
    }
    return verdict(book, new Outcome.Rejected(few));
  }

  private Verdict verdict(PriceBook next, Outcome outcome) {
    return new Verdict(next, new RefreshReport.ListReport(source.name(), outcome, remarks));
  }
}
