package dev.wayfare.router.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that can be connected to. */
interface Database {
  /** A new connection, which commits by itself. */
  Connection connect() throws SQLException;

  /** One sentence without a full stop: what could not be done, and where it helps what to do. */
  String explain(SQLException failure);
}
