package dev.wayfare.pricing.source;

import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Reading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a price list said.
 *
 * @param readings one for each price that was found
 * @param unchanged addresses of lists that are still what they were
 * @param doubtful what has several prices in the list, of which none is taken
 * @param faults what the list says that cannot be right or is not understood: one sentence each
 * @param skipped how many of the list's entries are about something else
 */
record Findings(
    List<Reading> readings,
    Set<String> unchanged,
    Set<PriceKey> doubtful,
    List<String> faults,
    int skipped) {
  Findings {
    readings = List.copyOf(readings);
    unchanged = Set.copyOf(unchanged);
    doubtful = Set.copyOf(doubtful);
    faults = List.copyOf(faults);
  }

  /** Findings while they are gathered. */
  static final class Builder {
    private final Map<PriceKey, Reading> readings = new HashMap<>();
    private final Set<String> unchanged = new HashSet<>();
    private final Set<PriceKey> doubtful = new HashSet<>();
    private final Set<String> faults = new TreeSet<>();
    private int skipped;

    /** Adds a price; where another one was found for the same key, both are doubtful. */
    void add(Reading reading) {
      Reading other = readings.putIfAbsent(reading.key(), reading);
      if (other != null && !other.tiers().equals(reading.tiers())) {
        doubtful.add(reading.key());
      }
    }

    void doubt(PriceKey key) {
      doubtful.add(key);
    }

    void fault(String sentence) {
      faults.add(sentence);
    }

    void unchanged(String url) {
      unchanged.add(url);
    }

    void skip(int entries) {
      skipped += entries;
    }

    Findings build() {
      readings.keySet().removeAll(doubtful);
      return new Findings(
          List.copyOf(readings.values()), unchanged, doubtful, List.copyOf(faults), skipped);
    }
  }
}
