package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.HashMap;
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

  /** This book, and what {@code before} has of targets and accounts that are not in this one. */
  AccountBook withFormer(AccountBook before) {
    return new AccountBook(
        joined(before.targets, targets),
        joined(before.openings, openings),
        joined(before.creditsUsd, creditsUsd));
  }

  private static <K, V> Map<K, V> joined(Map<K, V> before, Map<K, V> now) {
    Map<K, V> all = new HashMap<>(before);
    all.putAll(now);
    return all;
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
