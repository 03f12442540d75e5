package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What calls to one target cost, now and this month so far. */
public interface Tariff {
  /** The prices at the account's position now. */
  default Terms terms() {
    return terms(version());
  }

  /**
   * The same for whoever asks several tariffs of one ledger at once, and the ledger only once.
   *
   * @param version what {@link #version} of one of them said just now
   */
  Terms terms(long version);

  /**
   * A number that is another one as soon as any position or spend of the ledger is: a call was
   * booked, other replicas' calls were read, or a day began. All tariffs over a ledger have the
   * same.
   */
  long version();

  /** Enters {@code call} into the ledger, as one of the router's own. */
  default void charge(Call call) {
    charge(call, null);
  }

  /**
   * The same for one that was made for {@code consumer}, at most 64 characters; null for none.
   * There must be few of them: each has a row.
   */
  void charge(Call call, @Nullable String consumer);

  /** What this process's calls to the target cost since its start: an estimate; 0 for no price. */
  BigDecimal spentUsd();

  /** What this target's calls cost this month: an estimate; empty where no price is known. */
  Optional<BigDecimal> monthToDateUsd();
}
