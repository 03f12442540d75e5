package dev.wayfare.router.ledger.store;

import dev.wayfare.router.config.Password;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server.
 *
 * @param url {@code jdbc:postgresql:…}, without credentials
 * @param user null for the driver's own choice, the name of the system's user
 * @param password null for none; read at each new connection, so that it may change while the
 *     router runs
 */
record Postgres(String url, @Nullable String user, @Nullable Password password)
    implements Database {
  private static final String CONNECT_SECONDS = "3";

  /** A server that takes a request and never answers is given up after so long. */
  private static final String SOCKET_SECONDS = "10";

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, properties());
  }

  Properties properties() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "wayfare");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    if (user != null) {
      properties.setProperty("user", user);
    }
    passwordText().ifPresent(it -> properties.setProperty("password", it));
    return properties;
  }

  @Override
  public String explain(SQLException failure) {
    int query = url.indexOf('?');
    String server = query < 0 ? url : url.substring(0, query);
    return "the ledger cannot use %s (%s)".formatted(server, Failures.firstLine(failure));
  }

  private Optional<String> passwordText() throws SQLException {
    try {
      return password == null ? Optional.empty() : Optional.of(password.read());
    } catch (IOException e) {
      throw new SQLException("its password cannot be read: " + e.getMessage(), e);
    }
  }
}
