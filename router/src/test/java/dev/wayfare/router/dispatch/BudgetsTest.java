package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.BudgetSettings;
import dev.wayfare.router.config.BudgetSettings.AtLimit;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.ledger.SpendView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BudgetsTest {
  private static final InstantSource NOW = InstantSource.fixed(Instant.EPOCH);
  private static final Fare FREE = new Fare.Known(0);
  private static final Fare PAID = new Fare.Known(1);
  private static final Fare UNKNOWN = new Fare.Unknown("not sourced");

  /** What was spent on "t", and twice that in all. */
  private record Spent(long day, long month) implements SpendView {
    @Override
    public long dayPicoUsd(String target) {
      return day;
    }

    @Override
    public long monthPicoUsd(String target) {
      return month;
    }

    @Override
    public long dayPicoUsd() {
      return 2 * day;
    }

    @Override
    public long monthPicoUsd() {
      return 2 * month;
    }
  }

  private static Budgets total(long day, long month, AtLimit atLimit, SpendView spend) {
    return new Budgets(
        new BudgetSettings(new Budget(day, month), atLimit, Budget.NONE), spend, NOW);
  }

  @Test
  void withoutABudgetNothingIsKeptOut() {
    Budgets none =
        new Budgets(BudgetSettings.DEFAULT, new Spent(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4), NOW);
    assertThat(bar(none, "t", Budget.NONE, PAID)).isEmpty();
    assertThat(none.isSpent()).isFalse();
  }

  @Test
  void aTargetsOwnBudgetKeepsItOut() {
    Budgets none = new Budgets(BudgetSettings.DEFAULT, new Spent(1_500_000_000_000L, 9), NOW);
    assertThat(bar(none, "t", new Budget(1_500_000_000_001L, 10), PAID)).isEmpty();
    assertThat(bar(none, "t", new Budget(1_500_000_000_000L, 10), PAID))
        .hasValue("its budget of 1.5 USD a day is spent");
    assertThat(bar(none, "t", new Budget(Long.MAX_VALUE, 9), FREE))
        .hasValue("its budget of 0.000000000009 USD a month is spent");
  }

  @Test
  void aTotalBudgetRefusesAllUnlessTheFileSaysOtherwise() {
    SpendView spend = new Spent(5, 50);
    assertThat(bar(total(11, 101, AtLimit.REFUSE, spend), "t", Budget.NONE, PAID)).isEmpty();
    Budgets refuse = total(10, 101, AtLimit.REFUSE, spend);
    assertThat(refuse.isSpent()).isTrue();
    assertThat(bar(refuse, "t", Budget.NONE, FREE))
        .hasValue("the budget of 0.00000000001 USD a day is spent");
    assertThat(bar(total(11, 100, AtLimit.REFUSE, spend), "t", Budget.NONE, FREE))
        .hasValue("the budget of 0.0000000001 USD a month is spent");
    assertThat(bar(total(10, 100, AtLimit.WARN, spend), "t", Budget.NONE, PAID)).isEmpty();
  }

  @Test
  void whereOnlyWhatIsFreeGoesOnAnUnknownPriceDoesNot() {
    Budgets free = total(0, 0, AtLimit.FREE, new Spent(0, 0));
    assertThat(bar(free, "t", Budget.NONE, FREE)).isEmpty();
    assertThat(bar(free, "t", Budget.NONE, PAID)).isPresent();
    assertThat(bar(free, "t", Budget.NONE, UNKNOWN)).isPresent();
  }

  private static Optional<String> bar(Budgets budgets, String target, Budget own, Fare fare) {
    return budgets.bar(budgets.totalSpent(), target, own, fare);
  }
}
