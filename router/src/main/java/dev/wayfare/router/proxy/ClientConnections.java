package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
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

  /** RFC 9113, section 7. */
  private static final long NO_ERROR = 0;

  /** Streams that the client begins before it knows are still taken (RFC 9113, section 6.8). */
  private static final int ANY_STREAM = Integer.MAX_VALUE;

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

  /** A client connected; where the router {@code drains} it should not have. */
  void add(HttpConnection connection, boolean drains) {
    open.put(connection, new Connection(connection));
    if (drains) {
      sayGoAway(connection);
    }
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** The connection that a request came by. */
  Connection of(HttpConnection connection) {
    return open.computeIfAbsent(connection, Connection::new);
  }

  /**
   * Tells the clients that speak HTTP/2 to send what follows elsewhere; what they send before they
   * know is still taken. By HTTP/1.1 that is said in the next answer.
   */
  void drain() {
    open.keySet().forEach(ClientConnections::sayGoAway);
  }

  /** Vert.x would rather have a shutdown, which ends the connection under what is on its way. */
  @SuppressWarnings("deprecation")
  private static void sayGoAway(HttpConnection connection) {
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      connection.goAway(NO_ERROR, ANY_STREAM, null);
    }
  }

  private void closeIdle() {
    List<Connection> idle = open.values().stream().filter(Connection::isIdleForLong).toList();
    idle.forEach(connection -> connection.http.close());
  }
}
