package dev.wayfare.router.ledger.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server.
 *
 * @param url {@code jdbc:postgresql:…}, without credentials
 * @param user null for the driver's own choice, the name of the system's user
 * @param password asked for at each new connection, so that it may change while the router runs
 */
record Postgres(String url, @Nullable String user, Supplier<Optional<String>> password)
    implements Database {
  private static final String CONNECT_SECONDS = "3";

  /** A server that takes a request and never answers is given up after so long. */
  private static final String SOCKET_SECONDS = "10";

  @Override
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "wayfare");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    if (user != null) {
      properties.setProperty("user", user);
    }
    password.get().ifPresent(it -> properties.setProperty("password", it));
    return DriverManager.getConnection(url, properties);
  }

  @Override
  public String name() {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
