package dev.wayfare.router.health;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many targets of one function are out, against how many may be: where most of them fail, it is
 * rather the requests, or something that all of them need, and taking out more would leave too few
 * or none. Safe to use from many threads.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier">Envoy's
 *     max_ejection_percent</a>
 */
public final class Ejections {
  private final double share;
  private volatile int most;
  private final AtomicInteger out = new AtomicInteger();

  /**
   * Of {@code targets}, at most {@code share}, 0 to 1, may be out: one at least where that is above
   * 0, and never all.
   */
  public Ejections(int targets, double share) {
    this.share = share;
    resize(targets);
  }

  /** The function has so many {@code targets} from now on. */
  public void resize(int targets) {
    int atLeast = share > 0 ? 1 : 0;
    most = Math.min(targets - 1, Math.max(atLeast, (int) (share * targets)));
  }

  /** True where one more may be out, and is from now on. */
  boolean take() {
    int now = out.get();
    while (now < most) {
      if (out.compareAndSet(now, now + 1)) {
        return true;
      }
      now = out.get();
    }
    return false;
  }

  /** One that was out is no longer. */
  void giveBack() {
    out.decrementAndGet();
  }
}
