package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What a ledger knows of accounts before anything is booked.
 *
 * @param targets which account each target's calls are billed to
 * @param openings what other workloads use each month before this one's first call
 * @param creditsUsd what pays the first part of each month's bill of a provider
 */
public record AccountBook(
    Map<String, Account> targets,
    Map<Account, Usage> openings,
    Map<Provider, BigDecimal> creditsUsd) {
  public AccountBook {
    targets = Map.copyOf(targets);
    openings = Map.copyOf(openings);
    creditsUsd = Map.copyOf(creditsUsd);
  }

  Account account(String target) {
    Account account = targets.get(target);
    if (account == null) {
      throw new IllegalArgumentException("there is no target " + target);
    }
    return account;
  }

  BigDecimal creditUsd(Provider provider) {
    return creditsUsd.getOrDefault(provider, BigDecimal.ZERO);
  }
}
