package dev.wayfare.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.BudgetSettings;
import dev.wayfare.router.config.BudgetSettings.AtLimit;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.ledger.SpendView;
import org.junit.jupiter.api.Test;

final class BudgetsTest {
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
    return new Budgets(new BudgetSettings(new Budget(day, month), atLimit), spend);
  }

  @Test
  void withoutABudgetNothingIsKeptOut() {
    Budgets none =
        new Budgets(BudgetSettings.DEFAULT, new Spent(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4));
    assertThat(none.bar("t", Budget.NONE, PAID)).isEmpty();
    assertThat(none.isSpent()).isFalse();
  }

  @Test
  void aTargetsOwnBudgetKeepsItOut() {
    Budgets none = new Budgets(BudgetSettings.DEFAULT, new Spent(1_500_000_000_000L, 9));
    assertThat(none.bar("t", new Budget(1_500_000_000_001L, 10), PAID)).isEmpty();
    assertThat(none.bar("t", new Budget(1_500_000_000_000L, 10), PAID))
        .hasValue("its budget of 1.5 USD a day is spent");
    assertThat(none.bar("t", new Budget(Long.MAX_VALUE, 9), FREE))
        .hasValue("its budget of 0.000000000009 USD a month is spent");
  }

  @Test
  void aTotalBudgetRefusesAllUnlessTheFileSaysOtherwise() {
    SpendView spend = new Spent(5, 50);
    assertThat(total(11, 101, AtLimit.REFUSE, spend).bar("t", Budget.NONE, PAID)).isEmpty();
    Budgets refuse = total(10, 101, AtLimit.REFUSE, spend);
    assertThat(refuse.isSpent()).isTrue();
    assertThat(refuse.bar("t", Budget.NONE, FREE))
        .hasValue("the budget of 0.00000000001 USD a day is spent");
    assertThat(total(11, 100, AtLimit.REFUSE, spend).bar("t", Budget.NONE, FREE))
        .hasValue("the budget of 0.0000000001 USD a month is spent");
    assertThat(total(10, 100, AtLimit.WARN, spend).bar("t", Budget.NONE, PAID)).isEmpty();
  }

  @Test
  void whereOnlyWhatIsFreeGoesOnAnUnknownPriceDoesNot() {
    Budgets free = total(0, 0, AtLimit.FREE, new Spent(0, 0));
    assertThat(free.bar("t", Budget.NONE, FREE)).isEmpty();
    assertThat(free.bar("t", Budget.NONE, PAID)).isPresent();
    assertThat(free.bar("t", Budget.NONE, UNKNOWN)).isPresent();
  }
}
