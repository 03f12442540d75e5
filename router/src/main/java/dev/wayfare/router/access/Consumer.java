package dev.wayfare.router.access;

import dev.wayfare.router.config.Allowance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who calls functions, within an allowance. Safe to use from many threads. */
public final class Consumer {
  private final @Nullable String name;
  private final Allowance allowance;

  /**
   * @param name as logs show it; null for whoever has no credential
   */
  Consumer(@Nullable String name, Allowance allowance) {
    this.name = name;
    this.allowance = allowance;
  }

  /** The name that logs show; empty for whoever has no credential. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** Why a request for {@code function} is not served; null where it is. */
  public @Nullable Denial admit(String function) {
    return allowance.includes(function)
        ? null
        : new Denial(Denial.Cause.FORBIDDEN, "These credentials are not for this function.", null);
  }
}
