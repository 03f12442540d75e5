package dev.wayfare.router.config;

import dev.wayfare.pricing.PicoUsd;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Reads the section {@code budget}, of the file or of a target. */
final class BudgetSection {
  private static final String DAY = "usd-per-day";
  private static final String MONTH = "usd-per-month";
  private static final Map<String, BudgetSettings.AtLimit> AT_LIMIT =
      Map.of(
          "refuse", BudgetSettings.AtLimit.REFUSE,
          "free", BudgetSettings.AtLimit.FREE,
          "warn", BudgetSettings.AtLimit.WARN);

  private BudgetSection() {}

  static BudgetSettings read(Section section) {
    section.only(DAY, MONTH, "at-limit", "exploration");
    boolean isOfExplorationAlone = section.keys().equals(List.of("exploration"));
    return new BudgetSettings(
        isOfExplorationAlone ? Budget.NONE : budget(section),
        section
            .scalar("at-limit")
            .map(value -> value.choice(AT_LIMIT))
            .orElse(BudgetSettings.DEFAULT.atLimit()),
        section.section("exploration").map(BudgetSection::amounts).orElse(Budget.NONE));
  }

  /** A section that has nothing but amounts. */
  static Budget amounts(Section section) {
    section.only(DAY, MONTH);
    return budget(section);
  }

  /** The amounts of a section that has other keys, too; none where it has neither. */
  static Budget amountsIn(Section section) {
    return new Budget(pico(section, DAY), pico(section, MONTH));
  }

  private static Budget budget(Section section) {
    if (!section.has(DAY) && !section.has(MONTH)) {
      throw section.missing(DAY);
    }
    return amountsIn(section);
  }

  private static long pico(Section section, String key) {
    return section
        .scalar(key)
        .map(Scalar::decimal)
        .map(usd -> PicoUsd.of(usd, RoundingMode.FLOOR))
        .orElse(Long.MAX_VALUE);
  }
}
