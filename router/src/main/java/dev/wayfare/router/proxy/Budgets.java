package dev.wayfare.router.proxy;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.BudgetSettings;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.ledger.SpendView;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps targets from requests once the day's or the month's money is spent. A budget is looked at
 * with each new {@link Posting}, so it is overshot by what is spent until the next, and by what
 * other replicas spend within a flush interval of the ledger.
 */
public final class Budgets {
  private static final System.Logger LOG = System.getLogger(Budgets.class.getName());
  private static final int PICO_DIGITS = 12;

  private volatile BudgetSettings settings;
  private final SpendView spend;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Budgets of {@code settings} and of each target, held against {@code spend}. */
  public Budgets(BudgetSettings settings, SpendView spend) {
    this.settings = settings;
    this.spend = spend;
  }

  /** Holds the total against {@code next} from now on. */
  public void use(BudgetSettings next) {
    settings = next;
  }

  /** Whether the total budget of the day or the month is spent. */
  public boolean isSpent() {
    return totalSpent().isPresent();
  }

  /**
   * Why a target may not be used.
   *
   * @param own the target's own budget
   * @param fare what its next call is expected to cost
   */
  Optional<String> bar(String target, Budget own, Fare fare) {
    Optional<String> total = totalSpent();
    noteTotal(total);
    if (total.isPresent() && isKeptOut(fare)) {
      return total;
    }
    if (spend.dayPicoUsd(target) >= own.dayPicoUsd()) {
      return Optional.of(spent("its budget", own.dayPicoUsd(), "day"));
    }
    return spend.monthPicoUsd(target) >= own.monthPicoUsd()
        ? Optional.of(spent("its budget", own.monthPicoUsd(), "month"))
        : Optional.empty();
  }

  private boolean isKeptOut(Fare fare) {
    return switch (settings.atLimit()) {
      case REFUSE -> true;
      case FREE -> !(fare instanceof Fare.Known(var picoUsd) && picoUsd == 0);
      case WARN -> false;
    };
  }

  private Optional<String> totalSpent() {
    Budget total = settings.total();
    if (total.equals(Budget.NONE)) {
      return Optional.empty();
    }
    if (spend.dayPicoUsd() >= total.dayPicoUsd()) {
      return Optional.of(spent("the budget", total.dayPicoUsd(), "day"));
    }
    return spend.monthPicoUsd() >= total.monthPicoUsd()
        ? Optional.of(spent("the budget", total.monthPicoUsd(), "month"))
        : Optional.empty();
  }

  /** Says it once, and again after there was money in between. */
  private void noteTotal(Optional<String> spent) {
    if (warned.getAndSet(spent.isPresent()) != spent.isPresent()) {
      spent.ifPresent(sentence -> LOG.log(System.Logger.Level.WARNING, sentence));
    }
  }

  private static String spent(String what, long picoUsd, String period) {
    BigDecimal usd = BigDecimal.valueOf(picoUsd, PICO_DIGITS).stripTrailingZeros();
    return "%s of %s USD a %s is spent".formatted(what, usd.toPlainString(), period);
  }
}
