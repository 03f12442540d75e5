package dev.wayfare.pricing.source;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A socket that answers with anything, for ever if need be. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;

  private RawServer(ServerSocket listener) {
    this.listener = listener;
  }

  /**
   * Answers each connection with {@code begin} and then with {@code more} again and again; where
   * that is empty it says no more and keeps the connection.
   */
  static RawServer answering(String begin, String more) throws IOException {
    RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> server.accept(begin, more));
    return server;
  }

  private void accept(String begin, String more) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket, begin, more));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void answer(Socket socket, String begin, String more) {
    try (socket;
        OutputStream out = socket.getOutputStream()) {
      out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      byte[] bytes = more.getBytes(StandardCharsets.ISO_8859_1);
      while (bytes.length > 0) {
        out.write(bytes);
      }
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has left.
    }
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
