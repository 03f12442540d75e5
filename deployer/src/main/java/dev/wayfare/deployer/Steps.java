package dev.wayfare.deployer;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The shares of its requests that a new version gets one after the other, before it gets all.
 *
 * @param shares rising, each above 0 and below 1; empty where it gets all at once
 * @param time that each is watched for
 */
public record Steps(List<Double> shares, Duration time) {
  /** All at once. */
  public static final Steps NONE = new Steps(List.of(), Duration.ZERO);

  private static final int PERCENT = 100;

  public Steps {
    shares = List.copyOf(shares);
    double last = 0;
    for (double share : shares) {
      if (share <= last || share >= 1) {
        throw new IllegalArgumentException("shares rise, and are above 0% and at most 100%");
      }
      last = share;
    }
  }

  /**
   * Reads such as {@code 5%,25%,100%}; the last, all of them, may be left out.
   *
   * @throws IllegalArgumentException with a clause, where it is something else
   */
  public static Steps parse(String text, Duration time) {
    var shares = new ArrayList<Double>();
    for (String word : text.split(",", -1)) {
      if (!word.strip().matches("\\d{1,3}(\\.\\d{1,3})?%")) {
        throw new IllegalArgumentException(
            "\"%s\" is no share such as 5%%".formatted(word.strip()));
      }
      shares.add(Double.parseDouble(word.strip().replace("%", "")) / PERCENT);
    }
    if (shares.getLast() == 1) {
      shares.removeLast();
    }
    return new Steps(shares, time);
  }

  /** Those that are left where a killed run got to {@code share}, that one first. */
  List<Double> sharesFrom(double share) {
    return shares.stream().filter(it -> it >= share).toList();
  }

  static String percent(double share) {
    return BigDecimal.valueOf(share * PERCENT).stripTrailingZeros().toPlainString() + "%";
  }
}
