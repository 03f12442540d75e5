package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.router.config.Budget;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What it has cost to learn about targets, held against a budget of its own: all of what such a
 * call costs, not only what it costs more than one to the leader, so that the budget is kept
 * whatever the leader costs.
 *
 * <p>Days and months are those of UTC. It is in memory alone: a router that starts has all of the
 * day's and the month's budget, and each of several routers has its own. Safe to use from many
 * threads.
 */
public final class Exploration {
  private final InstantSource instants;
  private final Map<Cause, LongAdder> sincePicoUsd =
      Map.of(Cause.EXAMINED, new LongAdder(), Cause.PROBE, new LongAdder());
  private volatile Budget budget;
  private LocalDate day;
  private long dayPicoUsd;
  private long monthPicoUsd;

  /** Why a call was made that nobody needed to be made there. */
  public enum Cause {
    /** A request was sent to a target so that it is measured. */
    EXAMINED,
    /** The router itself called a target that had failed. */
    PROBE
  }

  Exploration(Budget budget, InstantSource instants) {
    this.budget = budget;
    this.instants = instants;
    this.day = today();
  }

  void use(Budget next) {
    budget = next;
  }

  /** What was spent for {@code cause} since the start, in US dollars. */
  public BigDecimal usd(Cause cause) {
    LongAdder sum = sincePicoUsd.get(cause);
    return sum == null ? BigDecimal.ZERO : PicoUsd.usd(sum.sum());
  }

  /** What may still be spent today, 0 or more; {@link Long#MAX_VALUE} for any amount. */
  synchronized long leftPicoUsd() {
    Budget now = budget;
    if (now.equals(Budget.NONE)) {
      return Long.MAX_VALUE;
    }
    turn();
    return Math.max(0, Math.min(now.dayPicoUsd() - dayPicoUsd, now.monthPicoUsd() - monthPicoUsd));
  }

  /**
   * A call was made for {@code cause}.
   *
   * @param picoUsd what it cost, 0 or more
   */
  synchronized void book(Cause cause, long picoUsd) {
    turn();
    dayPicoUsd += picoUsd;
    monthPicoUsd += picoUsd;
    LongAdder sum = sincePicoUsd.get(cause);
    if (sum != null) {
      sum.add(picoUsd);
    }
  }

  /** A clock that is set back does not bring back what was spent. */
  private void turn() {
    LocalDate today = today();
    if (today.isAfter(day)) {
      monthPicoUsd = YearMonth.from(today).equals(YearMonth.from(day)) ? monthPicoUsd : 0;
      dayPicoUsd = 0;
      day = today;
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(instants.instant(), ZoneOffset.UTC);
  }
}
