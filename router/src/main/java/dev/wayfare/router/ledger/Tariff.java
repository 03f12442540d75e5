package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import java.math.BigDecimal;
import java.util.Optional;

/** What calls to one target cost, now and this month so far. */
public interface Tariff {
  /** The prices at the account's position now. */
  Terms terms();

  /** Enters {@code call} into the ledger. */
  void charge(Call call);

  /** What this process's calls to the target cost since its start: an estimate; 0 for no price. */
  BigDecimal spentUsd();

  /** What this target's calls cost this month: an estimate; empty where no price is known. */
  Optional<BigDecimal> monthToDateUsd();
}
