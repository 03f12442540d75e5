package dev.wayfare.router.access;

import dev.wayfare.router.config.AccessSettings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who may call, which may change at any time. Safe to use from many threads. */
public final class Access {
  private final LongSupplier nanoTicker;
  private final InstantSource instants;
  private volatile @Nullable Guard guard;

  /**
   * @param settings null where anybody may call
   */
  public Access(
      @Nullable AccessSettings settings, LongSupplier nanoTicker, InstantSource instants) {
    this.nanoTicker = nanoTicker;
    this.instants = instants;
    use(settings);
  }

  /** Goes by {@code next} from now on; requests that were let in go on. */
  public synchronized void use(@Nullable AccessSettings next) {
    guard = next == null ? null : new Guard(next, nanoTicker, instants, guard);
  }

  /** Tells whom requests are from; null where anybody may call. */
  public @Nullable Guard guard() {
    return guard;
  }
}
