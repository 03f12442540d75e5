package dev.wayfare.router.access;

import dev.wayfare.router.config.AccessSettings;
import org.jspecify.annotations.Nullable;

/** Who may call, which may change at any time. Safe to use from many threads. */
public final class Access {
  private volatile @Nullable Guard guard;

  /**
   * @param settings null where anybody may call
   */
  public Access(@Nullable AccessSettings settings) {
    use(settings);
  }

  /** Goes by {@code next} from now on; requests that were let in go on. */
  public void use(@Nullable AccessSettings next) {
    guard = next == null ? null : new Guard(next);
  }

  /** Tells whom requests are from; null where anybody may call. */
  public @Nullable Guard guard() {
    return guard;
  }
}
