package dev.wayfare.router.dispatch;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the router is about to end. Requests are still taken then, so that none is lost until
 * whoever sends them knows; their clients are asked to connect elsewhere.
 */
public final class Drain {
  private final AtomicBoolean hasBegun = new AtomicBoolean();

  /** From now on; there is no way back. False where it had begun before. */
  public boolean begin() {
    return hasBegun.compareAndSet(false, true);
  }

  /** True once it began. */
  public boolean hasBegun() {
    return hasBegun.get();
  }
}
