package dev.wayfare.pricing.source;

import dev.wayfare.pricing.PriceChange;
import java.util.List;

/** What became of one price list in a refresh. */
public sealed interface Outcome {
  /**
   * Its prices are in force now.
   *
   * @param prices how many were read, or confirmed as they were
   * @param changes what is different from before; empty where nothing is
   */
  record Accepted(int prices, List<PriceChange> changes) implements Outcome {
    public Accepted {
      changes = List.copyOf(changes);
    }
  }

  /**
   * It was read, but is not believed: what was in force before still is.
   *
   * @param reasons one sentence each, at least one
   */
  record Rejected(List<String> reasons) implements Outcome {
    public Rejected {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * It could not be read: what was in force before still is.
   *
   * @param reason one sentence
   */
  record Failed(String reason) implements Outcome {}
}
