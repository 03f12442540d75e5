package dev.wayfare.pricing.source;

import dev.wayfare.pricing.PriceBook;
import java.util.List;

/**
 * What a refresh did.
 *
 * @param book the book to use from now on
 * @param lists one entry for each list that was asked
 */
public record RefreshReport(PriceBook book, List<ListReport> lists) {
  public RefreshReport {
    lists = List.copyOf(lists);
  }

  /**
   * What became of one list.
   *
   * @param list its name, such as {@code azure functions}
   * @param remarks what is worth knowing beside the outcome, one sentence each
   */
  public record ListReport(String list, Outcome outcome, List<String> remarks) {
    public ListReport {
      remarks = List.copyOf(remarks);
    }
  }

  /** True where every list was read and is in force. */
  public boolean isComplete() {
    return lists.stream().allMatch(list -> list.outcome() instanceof Outcome.Accepted);
  }

  /** How many lists were read and not believed. */
  public long rejected() {
    return lists.stream().filter(list -> list.outcome() instanceof Outcome.Rejected).count();
  }
}
