package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.BudgetSettings;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.ledger.SpendView;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps targets from requests once the day's or the month's money is spent. A budget is looked at
 * with each new {@link Posting}, so it is overshot by what is spent until the next, and by what
 * other replicas spend within a flush interval of the ledger.
 */
public final class Budgets {
  private static final System.Logger LOG = System.getLogger(Budgets.class.getName());

  private volatile BudgetSettings settings;
  private final SpendView spend;
  private final Exploration exploration;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Budgets of {@code settings} and of each target, held against {@code spend}. */
  public Budgets(BudgetSettings settings, SpendView spend, InstantSource instants) {
    this.settings = settings;
    this.spend = spend;
    this.exploration = new Exploration(settings.exploration(), instants);
  }

  /** Holds the total and exploration against {@code next} from now on. */
  public void use(BudgetSettings next) {
    settings = next;
    exploration.use(next.exploration());
  }

  /** What exploration has cost, against its budget. */
  public Exploration exploration() {
    return exploration;
  }

  /** Whether the total budget of the day or the month is spent. */
  public boolean isSpent() {
    return total(settings.total()).isPresent();
  }

  /** The total as it is now; asked for once for each posting. */
  Optional<String> totalSpent() {
    Optional<String> spent = total(settings.total());
    if (warned.getAndSet(spent.isPresent()) != spent.isPresent()) {
      spent.ifPresent(sentence -> LOG.log(System.Logger.Level.WARNING, sentence));
    }
    return spent;
  }

  /**
   * Why a target may not be used.
   *
   * @param totalSpent what {@link #totalSpent} said
   * @param own the target's own budget
   * @param fare what its next call is expected to cost
   */
  Optional<String> bar(Optional<String> totalSpent, String target, Budget own, Fare fare) {
    if (totalSpent.isPresent() && isKeptOut(fare)) {
      return totalSpent;
    }
    if (own.equals(Budget.NONE)) {
      return Optional.empty();
    }
    return spent("its budget", own, spend.dayPicoUsd(target), spend.monthPicoUsd(target));
  }

  private boolean isKeptOut(Fare fare) {
    return switch (settings.atLimit()) {
      case REFUSE -> true;
      case FREE -> !(fare instanceof Fare.Known(var picoUsd) && picoUsd == 0);
      case WARN -> false;
    };
  }

  private Optional<String> total(Budget total) {
    return total.equals(Budget.NONE)
        ? Optional.empty()
        : spent("the budget", total, spend.dayPicoUsd(), spend.monthPicoUsd());
  }

  private static Optional<String> spent(String what, Budget budget, long day, long month) {
    if (day >= budget.dayPicoUsd()) {
      return Optional.of(spent(what, budget.dayPicoUsd(), "day"));
    }
    return month >= budget.monthPicoUsd()
        ? Optional.of(spent(what, budget.monthPicoUsd(), "month"))
        : Optional.empty();
  }

  private static String spent(String what, long picoUsd, String period) {
    return "%s of %s USD a %s is spent"
        .formatted(what, PicoUsd.usd(picoUsd).toPlainString(), period);
  }
}
