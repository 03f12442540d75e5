package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.region.Caller;
import dev.wayfare.router.region.CallerRegion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a function's targets, as one {@link Posting} for each caller region that
 * requests share for {@value #FRESH_MILLIS} ms, or until a target's standing changes.
 *
 * <p>It is made by the request that finds it too old, so a function that nobody calls costs
 * nothing, and neither does a region that nobody calls from. Two event loops may make one at the
 * same time; either will do.
 */
final class Board {
  private static final long FRESH_MILLIS = 100;
  private static final long FRESH_NANOS = Duration.ofMillis(FRESH_MILLIS).toNanos();

  private final Places places;
  private final Budgets budgets;
  private volatile Plan plan;

  /**
   * What the file says of the function, and what was posted by that.
   *
   * @param mayBar whether it bars a target or has a budget for one
   * @param posted the last for callers of no known region, then that for each caller region
   */
  private record Plan(
      FunctionConfig function, boolean mayBar, AtomicReferenceArray<@Nullable Appraised> posted) {
    static Plan of(FunctionConfig function) {
      int regions = function.policy().callers().regions().size();
      boolean mayBar =
          !function.policy().bars().isEmpty()
              || function.targets().stream().anyMatch(it -> !it.budget().equals(Budget.NONE));
      return new Plan(function, mayBar, new AtomicReferenceArray<>(regions + 1));
    }

    PolicySettings policy() {
      return function.policy();
    }

    @Nullable CallerRegion callers(int place) {
      return place < 0 ? null : policy().callers().regions().get(place);
    }
  }

  /**
   * @param targets of {@code function}, in the order of the file
   */
  Board(List<Target> targets, FunctionConfig function, Budgets budgets) {
    this.places = new Places(targets);
    this.budgets = budgets;
    this.plan = Plan.of(function);
  }

  /** Goes by the policy and the budgets of {@code next}, which has the same targets. */
  void use(FunctionConfig next) {
    plan = Plan.of(next);
  }

  Posting posting(long nowNanos, Caller caller) {
    Plan now = plan;
    int place = now.policy().callers().place(caller);
    Appraised last = now.posted().get(place + 1);
    if (last != null
        && nowNanos - last.posting().atNanos() < FRESH_NANOS
        && last.isStanding(places)) {
      return last.posting();
    }
    Appraised next =
        new Appraisal(now.function(), now.mayBar(), now.callers(place), budgets, last)
            .of(places, nowNanos);
    now.posted().set(place + 1, next);
    return next.posting();
  }
}
