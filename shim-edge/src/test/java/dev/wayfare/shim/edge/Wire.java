package dev.wayfare.shim.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection to a server, byte by byte. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  Wire(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Sends bytes, nothing after them, and returns all that comes back until the server closes. */
  static String exchange(int port, String bytes) throws IOException {
    try (var wire = new Wire(port)) {
      wire.send(bytes);
      return wire.rest();
    }
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Waits for the first byte of an answer. */
  void awaitByte() throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("the server closed without an answer");
    }
  }

  /** Ends this side, and returns what comes until the other does. */
  String rest() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException closedBefore) {
      return untilClosed();
    }
    return untilClosed();
  }

  /** What comes until the other side ends; a reset is an end too. */
  String untilClosed() throws IOException {
    var got = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(got);
    } catch (SocketException reset) {
      got.flush();
    }
    return got.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
