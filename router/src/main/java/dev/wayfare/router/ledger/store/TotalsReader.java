package dev.wayfare.router.ledger.store;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.ledger.Account;
import dev.wayfare.router.ledger.AccountMonth;
import dev.wayfare.router.ledger.ConsumerPeriod;
import dev.wayfare.router.ledger.Consumption;
import dev.wayfare.router.ledger.Spend;
import dev.wayfare.router.ledger.TargetPeriod;
import dev.wayfare.router.ledger.Totals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what all replicas have booked. Rows of providers and meters that came later are skipped.
 */
record TotalsReader(Connection connection) {
  private static final String USAGE =
      "SELECT provider, plan, meter, quantity FROM ledger_usage WHERE billing_month = ?";
  private static final String SPEND =
      "SELECT provider, plan, target, estimated_usd_before_credit, estimated_usd, calls,"
          + " unpriced_calls FROM ledger_spend WHERE period = ?";
  private static final String CONSUMPTION =
      "SELECT consumer, requests, estimated_usd_before_credit, estimated_usd, calls,"
          + " unpriced_calls FROM ledger_consumer WHERE period = ?";
  private static final int MONTH_LENGTH = "2026-01".length();

  Totals read(Set<String> periods) throws SQLException {
    Map<AccountMonth, Usage> usage = new HashMap<>();
    Map<TargetPeriod, Spend> spend = new HashMap<>();
    Map<ConsumerPeriod, Consumption> consumption = new HashMap<>();
    for (String period : periods) {
      if (period.length() == MONTH_LENGTH) {
        readUsage(period, usage);
      }
      readSpend(period, spend);
      readConsumption(period, consumption);
    }
    return new Totals(usage, spend, consumption);
  }

  private void readUsage(String month, Map<AccountMonth, Usage> usage) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(USAGE)) {
      select.setString(1, month);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Optional<Account> account = account(row);
          Optional<Meter> meter = meter(row.getString("meter"));
          if (account.isPresent() && meter.isPresent()) {
            usage.merge(
                new AccountMonth(account.get(), month),
                Usage.of(meter.get(), row.getBigDecimal("quantity")),
                Usage::plus);
          }
        }
      }
    }
  }

  private void readSpend(String period, Map<TargetPeriod, Spend> spend) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SPEND)) {
      select.setString(1, period);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Optional<Account> account = account(row);
          if (account.isPresent()) {
            spend.put(new TargetPeriod(account.get(), row.getString("target"), period), spend(row));
          }
        }
      }
    }
  }

  private void readConsumption(String period, Map<ConsumerPeriod, Consumption> consumption)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CONSUMPTION)) {
      select.setString(1, period);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          consumption.put(
              new ConsumerPeriod(row.getString("consumer"), period),
              new Consumption(row.getLong("requests"), spend(row)));
        }
      }
    }
  }

  private static Spend spend(ResultSet row) throws SQLException {
    return new Spend(
        row.getBigDecimal("estimated_usd_before_credit").stripTrailingZeros(),
        row.getBigDecimal("estimated_usd").stripTrailingZeros(),
        row.getLong("calls"),
        row.getLong("unpriced_calls"));
  }

  private static Optional<Account> account(ResultSet row) throws SQLException {
    String plan = row.getString("plan");
    return Provider.of(row.getString("provider")).map(provider -> new Account(provider, plan));
  }

  private static Optional<Meter> meter(String name) {
    for (Meter meter : Meter.values()) {
      if (meter.name().equals(name)) {
        return Optional.of(meter);
      }
    }
    return Optional.empty();
  }
}
