package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Usage;

/** The month-to-date position of each account. The figures are estimates. */
interface Ledger {
  /** What the account has used this month, other workloads' share included. */
  Usage position(Account account);

  /** Adds {@code used} and returns the position before it. */
  Usage add(Account account, Usage used);
}
