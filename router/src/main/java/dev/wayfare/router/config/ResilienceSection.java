package dev.wayfare.router.config;

/** Reads what the section {@code router} says about targets that fail or are overloaded. */
final class ResilienceSection {
  private static final int MOST_PER_SECOND = 100_000;
  private static final int MOST_AT_ONCE = 100_000;
  private static final int MOST_TAKEN_ON = 1_000_000;
  private static final long MOST_KEPT_BYTES = 1L << 40;
  private static final int PERCENT_DIGITS = 2;

  private ResilienceSection() {}

  /**
   * @param router the section {@code router}
   */
  static Resilience read(Section router) {
    return new Resilience(
        router
            .section("retry-budget")
            .map(ResilienceSection::retries)
            .orElse(RetryAllowance.DEFAULT),
        router
            .section("concurrency")
            .map(ResilienceSection::concurrency)
            .orElse(ConcurrencyBounds.DEFAULT),
        router
            .scalar("max-ejected")
            .map(ResilienceSection::share)
            .orElse(Resilience.DEFAULT.mostOut()),
        load(router, Resilience.DEFAULT.load()));
  }

  private static LoadBounds load(Section router, LoadBounds defaults) {
    return new LoadBounds(
        integer(router, "max-requests", defaults.requests()),
        integer(router, "max-client-connections", defaults.connections()),
        router
            .scalar("retry-memory")
            .map(value -> value.bytes(0, MOST_KEPT_BYTES))
            .orElse(defaults.keptBytes()));
  }

  private static int integer(Section section, String key, int otherwise) {
    return section.scalar(key).map(value -> value.integer(1, MOST_TAKEN_ON)).orElse(otherwise);
  }

  private static RetryAllowance retries(Section section) {
    section.only("share", "per-second");
    RetryAllowance defaults = RetryAllowance.DEFAULT;
    return new RetryAllowance(
        section.scalar("share").map(ResilienceSection::share).orElse(defaults.share()),
        section
            .scalar("per-second")
            .map(value -> value.integer(0, MOST_PER_SECOND))
            .orElse(defaults.perSecond()));
  }

  private static ConcurrencyBounds concurrency(Section section) {
    section.only("min", "max");
    ConcurrencyBounds defaults = ConcurrencyBounds.DEFAULT;
    int max =
        section.scalar("max").map(value -> value.integer(1, MOST_AT_ONCE)).orElse(defaults.max());
    return new ConcurrencyBounds(
        section
            .scalar("min")
            .map(value -> atMost(value, max))
            .orElse(Math.min(defaults.min(), max)),
        max);
  }

  private static int atMost(Scalar min, int max) {
    int value = min.integer(1, MOST_AT_ONCE);
    if (value > max) {
      throw min.wrong("at most \"max\", " + max);
    }
    return value;
  }

  private static double share(Scalar value) {
    return value.percent().movePointLeft(PERCENT_DIGITS).doubleValue();
  }
}
