package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The connections of one event loop's clients. One on which no request is under way is closed after
 * a while, whether nothing comes or a request's head that never ends.
 *
 * <p>A look at all of them now and then costs less than a timer for each request.
 */
final class ClientConnections {
  private static final int LOOKS = 4;

  private final Map<HttpConnection, Connection> open = new HashMap<>();

  /** Connections that may be idle for {@code idleTimeout}, and up to a quarter more. */
  ClientConnections(Vertx vertx, Duration idleTimeout) {
    vertx.setPeriodic(Math.max(1, idleTimeout.toMillis() / LOOKS), look -> closeIdle());
  }

  /** What is known of one connection. */
  static final class Connection {
    private final HttpConnection http;
    private int underWay;
    private int idleLooks;
    private boolean ends;

    private Connection(HttpConnection http) {
      this.http = http;
    }

    /** A request's head arrived; its end is to be told by {@link #ended}. */
    void began() {
      underWay++;
    }

    /** The answer to a request ended, or never will. */
    void ended() {
      underWay--;
      idleLooks = 0;
    }

    /**
     * The request under way is the last (RFC 9112, section 9.6). What the client sent behind it is
     * none that anybody should answer: Vert.x begins it before it closes the connection.
     */
    void takeNoMore() {
      ends = true;
    }

    /** True where nothing that comes by the connection counts any more. */
    boolean takesNoMore() {
      return ends;
    }

    private boolean isIdleForLong() {
      if (underWay > 0) {
        return false;
      }
      idleLooks++;
      return idleLooks > LOOKS;
    }
  }

  /** A client connected. */
  void add(HttpConnection connection) {
    open.put(connection, new Connection(connection));
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** The connection that a request came by. */
  Connection of(HttpConnection connection) {
    return open.computeIfAbsent(connection, Connection::new);
  }

  private void closeIdle() {
    List<Connection> idle = open.values().stream().filter(Connection::isIdleForLong).toList();
    idle.forEach(connection -> connection.http.close());
  }
}
