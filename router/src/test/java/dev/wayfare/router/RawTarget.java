package dev.wayfare.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads a request's head and then does with the socket whatever a test wants. */
final class RawTarget implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  /** What to do with a connection whose first request's head was read. */
  interface Behaviour {
    void on(Socket socket, String head) throws IOException;
  }

  RawTarget(Behaviour behaviour) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Writes {@code text} with each line end as CR LF. */
  static void write(Socket socket, String text) throws IOException {
    socket
        .getOutputStream()
        .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Ends a connection with a reset rather than an orderly close. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, behaviour));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket socket, Behaviour behaviour) {
    try (socket) {
      behaviour.on(socket, RawClient.readHead(socket.getInputStream()));
    } catch (IOException e) {
      // The other side is gone: so is the reason for this connection.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
