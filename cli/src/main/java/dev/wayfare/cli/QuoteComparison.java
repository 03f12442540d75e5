package dev.wayfare.cli;

import dev.wayfare.pricing.BreakEven;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Targets by what a month costs on them, the cheapest first, and where that order changes.
 *
 * @param quotes the cheapest first; of equal ones the one that was named first
 * @param pairs every two of them
 */
record QuoteComparison(List<TargetQuote> quotes, List<Pair> pairs) {
  /** Lambda runs nothing longer. */
  static final long MOST_MILLIS = 900_000;

  QuoteComparison {
    quotes = List.copyOf(quotes);
    pairs = List.copyOf(pairs);
  }

  /**
   * Two targets.
   *
   * @param first the place of the one in the list, from 0
   * @param second the place of the other, which is greater
   * @param changes which is the cheaper at 1 ms, and every duration from which that is different
   */
  record Pair(int first, int second, List<BreakEven> changes) {}

  static QuoteComparison of(List<TargetQuote> unordered) {
    List<TargetQuote> quotes =
        unordered.stream()
            .sorted(Comparator.comparing((TargetQuote each) -> each.quote().totalUsd()))
            .toList();
    List<Pair> pairs = new ArrayList<>();
    for (int first = 0; first < quotes.size(); first++) {
      for (int second = first + 1; second < quotes.size(); second++) {
        pairs.add(new Pair(first, second, changes(quotes.get(first), quotes.get(second))));
      }
    }
    return new QuoteComparison(quotes, pairs);
  }

  private static List<BreakEven> changes(TargetQuote first, TargetQuote second) {
    long most = Math.min(first.longestMillis(MOST_MILLIS), second.longestMillis(MOST_MILLIS));
    return most == 0
        ? List.of()
        : BreakEven.between(
            millis -> first.usdAt(millis).orElseThrow(),
            millis -> second.usdAt(millis).orElseThrow(),
            1,
            most);
  }
}
