package dev.wayfare.router.ledger.store;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.ledger.AccountMonth;
import dev.wayfare.router.ledger.Batch;
import dev.wayfare.router.ledger.ConsumerPeriod;
import dev.wayfare.router.ledger.Consumption;
import dev.wayfare.router.ledger.Spend;
import dev.wayfare.router.ledger.TargetPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds a batch in plain SQL: an update, and an insert where there was no such row. Where another
 * replica inserts the same row at the same moment, one of both transactions fails as a whole, and
 * its batch is sent again.
 */
record BatchWriter(Connection connection) {
  /** Decimals of a column. No price has 25 and no quantity more than 30, so nothing is cut off. */
  private static final int SCALE = 100;

  private static final int DAYS_KEPT = 400;

  private static final String ADD_USAGE =
      "UPDATE ledger_usage SET quantity = quantity + CAST(? AS NUMERIC(200, 100))"
          + " WHERE billing_month = ? AND provider = ? AND plan = ? AND meter = ?";
  private static final String NEW_USAGE =
      "INSERT INTO ledger_usage (quantity, billing_month, provider, plan, meter)"
          + " VALUES (?, ?, ?, ?, ?)";
  private static final String ADD_SPEND =
      "UPDATE ledger_spend SET"
          + " estimated_usd_before_credit ="
          + " estimated_usd_before_credit + CAST(? AS NUMERIC(200, 100)),"
          + " estimated_usd = estimated_usd + CAST(? AS NUMERIC(200, 100)),"
          + " calls = calls + ?, unpriced_calls = unpriced_calls + ?"
          + " WHERE period = ? AND provider = ? AND plan = ? AND target = ?";
  private static final String NEW_SPEND =
      "INSERT INTO ledger_spend (estimated_usd_before_credit, estimated_usd, calls,"
          + " unpriced_calls, period, provider, plan, target) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String ADD_CONSUMPTION =
      "UPDATE ledger_consumer SET requests = requests + ?,"
          + " estimated_usd_before_credit ="
          + " estimated_usd_before_credit + CAST(? AS NUMERIC(200, 100)),"
          + " estimated_usd = estimated_usd + CAST(? AS NUMERIC(200, 100)),"
          + " calls = calls + ?, unpriced_calls = unpriced_calls + ?"
          + " WHERE period = ? AND consumer = ?";
  private static final String NEW_CONSUMPTION =
      "INSERT INTO ledger_consumer (requests, estimated_usd_before_credit, estimated_usd, calls,"
          + " unpriced_calls, period, consumer) VALUES (?, ?, ?, ?, ?, ?, ?)";

  /** Adds {@code batch}, unless it was added before. */
  void write(Batch batch) throws SQLException {
    if (!isNew(batch)) {
      return;
    }
    List<Object[]> usage = new ArrayList<>();
    batch.usage().forEach((key, more) -> addRows(usage, key, more));
    add(ADD_USAGE, NEW_USAGE, usage);
    List<Object[]> spend = new ArrayList<>();
    for (Map.Entry<TargetPeriod, Spend> row : batch.spend().entrySet()) {
      spend.add(row(row.getKey(), row.getValue()));
    }
    add(ADD_SPEND, NEW_SPEND, spend);
    List<Object[]> consumption = new ArrayList<>();
    batch.consumption().forEach((key, more) -> consumption.add(row(key, more)));
    add(ADD_CONSUMPTION, NEW_CONSUMPTION, consumption);
  }

  /** Enters the batch as its replica's last; the row stays locked until the transaction ends. */
  private boolean isNew(Batch batch) throws SQLException {
    if (update(
            "UPDATE ledger_replica SET last_sequence = ?, last_day = ?"
                + " WHERE replica = ? AND last_sequence < ?",
            batch.sequence(),
            batch.day(),
            batch.replica(),
            batch.sequence())
        > 0) {
      return true;
    }
    if (isKnown(batch.replica())) {
      return false;
    }
    // As long after its last batch, no router comes back with one in doubt.
    update(
        "DELETE FROM ledger_replica WHERE last_day < ?",
        LocalDate.parse(batch.day()).minusDays(DAYS_KEPT).toString());
    update(
        "INSERT INTO ledger_replica (replica, last_sequence, last_day) VALUES (?, ?, ?)",
        batch.replica(),
        batch.sequence(),
        batch.day());
    return true;
  }

  private boolean isKnown(String replica) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM ledger_replica WHERE replica = ?")) {
      select.setString(1, replica);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void addRows(List<Object[]> rows, AccountMonth key, Usage more) {
    for (Meter meter : Meter.values()) {
      if (more.of(meter).signum() > 0) {
        rows.add(
            new Object[] {
              decimal(more.of(meter)),
              key.month(),
              key.account().provider().id(),
              key.account().plan(),
              meter.name()
            });
      }
    }
  }

  private static Object[] row(TargetPeriod key, Spend more) {
    return new Object[] {
      decimal(more.listUsd()),
      decimal(more.usd()),
      more.calls(),
      more.unpricedCalls(),
      key.period(),
      key.account().provider().id(),
      key.account().plan(),
      key.target()
    };
  }

  private static Object[] row(ConsumerPeriod key, Consumption more) {
    return new Object[] {
      more.requests(),
      decimal(more.spend().listUsd()),
      decimal(more.spend().usd()),
      more.spend().calls(),
      more.spend().unpricedCalls(),
      key.period(),
      key.consumer()
    };
  }

  private static BigDecimal decimal(BigDecimal exact) {
    return exact.scale() <= SCALE ? exact : exact.setScale(SCALE, RoundingMode.HALF_EVEN);
  }

  private void add(String update, String insert, List<Object[]> rows) throws SQLException {
    int[] counts = batch(update, rows);
    List<Object[]> missing = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        missing.add(rows.get(i));
      }
    }
    batch(insert, missing);
  }

  private int[] batch(String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
