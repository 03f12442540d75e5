package dev.wayfare.router.config;

/**
 * The section {@code budget} of the file.
 *
 * @param total the most to spend on all targets together
 * @param atLimit what happens once that is spent
 * @param exploration the most to spend on calls whose purpose is to learn about targets
 */
public record BudgetSettings(Budget total, AtLimit atLimit, Budget exploration) {
  /** No bound. */
  public static final BudgetSettings DEFAULT =
      new BudgetSettings(Budget.NONE, AtLimit.REFUSE, Budget.NONE);

  /** What happens once a total budget is spent, until the next day or month. */
  public enum AtLimit {
    /** Requests are refused with 503. */
    REFUSE,
    /** Only targets whose next call costs nothing are used. */
    FREE,
    /** Nothing but a metric and a line in the log. */
    WARN
  }
}
