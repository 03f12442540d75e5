package dev.wayfare.router.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer may do.
 *
 * @param functions that it may call, by name, at least one; null for all
 * @param rate how often it may call; null for as often as it likes
 * @param quota how much it may use
 */
public record Allowance(@Nullable Set<String> functions, @Nullable RateLimit rate, Quota quota) {
  /** Everything. */
  public static final Allowance UNBOUNDED = new Allowance(null, null, Quota.NONE);

  public Allowance {
    functions = functions == null ? null : Set.copyOf(functions);
  }

  /** Whether {@code function} may be called. */
  public boolean includes(String function) {
    return functions == null || functions.contains(function);
  }
}
