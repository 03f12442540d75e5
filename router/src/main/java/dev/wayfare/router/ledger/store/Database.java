package dev.wayfare.router.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that can be connected to. */
interface Database {
  /** A new connection, which commits by itself. */
  Connection connect() throws SQLException;

  /** What it is called in messages; without credentials. */
  String name();
}
