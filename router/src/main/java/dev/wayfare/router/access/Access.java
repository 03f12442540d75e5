package dev.wayfare.router.access;

import dev.wayfare.router.config.AccessSettings;
import dev.wayfare.router.ledger.ConsumptionView;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who may call, which may change at any time. Safe to use from many threads. */
public final class Access {
  private final LongSupplier nanoTicker;
  private final InstantSource instants;
  private final ConsumptionView view;
  private volatile @Nullable Guard guard;

  /**
   * @param settings null where anybody may call
   * @param view has what consumers use
   */
  public Access(
      @Nullable AccessSettings settings,
      LongSupplier nanoTicker,
      InstantSource instants,
      ConsumptionView view) {
    this.nanoTicker = nanoTicker;
    this.instants = instants;
    this.view = view;
    use(settings);
  }

  /** Goes by {@code next} from now on; requests that were let in go on. */
  public synchronized void use(@Nullable AccessSettings next) {
    guard = next == null ? null : new Guard(next, nanoTicker, instants, view, guard);
  }

  /** The names in the ledger of all who may call; none where anybody may. */
  public Set<String> consumers() {
    Guard now = guard;
    return now == null ? Set.of() : now.consumers();
  }

  /** What they have used. */
  public ConsumptionView view() {
    return view;
  }

  /** Tells whom requests are from; null where anybody may call. */
  public @Nullable Guard guard() {
    return guard;
  }
}
