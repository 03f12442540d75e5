package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import java.math.BigDecimal;
import java.util.Optional;

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

  /** Enters {@code call} into the ledger. */
  void charge(Call call);

  /** What this process's calls to the target cost since its start: an estimate; 0 for no price. */
  BigDecimal spentUsd();

  /** What this target's calls cost this month: an estimate; empty where no price is known. */
  Optional<BigDecimal> monthToDateUsd();
}
