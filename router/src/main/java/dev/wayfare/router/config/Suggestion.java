package dev.wayfare.router.config;

import java.util.Collection;
import java.util.Comparator;

/** What somebody who mistyped a word may have meant. */
final class Suggestion {
  /** The cost of a distance grows with the word's length; no known word is this long. */
  private static final int MAX_CHARACTERS = 64;

  private Suggestion() {}

  /** The end of a sentence: the nearest known word, or all of them where none is near. */
  static String forWord(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> word.length() <= MAX_CHARACTERS)
        .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .map(candidate -> "; did you mean \"" + candidate + "\"?")
        .orElseGet(() -> "; known here: " + String.join(", ", known));
  }

  /** The number of letters to insert, drop, replace or swap with a neighbour. */
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapestEdit(cost, left, right, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int cheapestEdit(int[][] cost, String left, String right, int i, int j) {
    int same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
