package dev.wayfare.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * A target that answers a request for {@code /f/N} with N bytes, once it has read its body. One of
 * a hundred requests it fails in one of three ways, of which no byte of an answer comes.
 */
final class SoakTarget implements AutoCloseable {
  private static final int PERCENT = 100;
  private static final byte[] BLOCK = new byte[1 << 16];

  private final ServerSocket server;
  private final IntSupplier faults;
  private final AtomicInteger served = new AtomicInteger();

  /**
   * @param faults draws from 0 to 99: on 0, 1 and 2 a request fails; asked by many threads
   */
  SoakTarget(IntSupplier faults) {
    this.faults = faults;
    try {
      server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** One that never fails. */
  static SoakTarget sound() {
    return new SoakTarget(() -> PERCENT);
  }

  String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /** Requests that were read to their end. */
  int served() {
    return served.get();
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (respond(socket, in)) {
        // The connection is kept for the next one.
      }
    } catch (IOException e) {
      // The other side is gone: so is the reason for this connection.
    }
  }

  private boolean respond(Socket socket, InputStream in) throws IOException {
    String request = line(in);
    skipRest(in);
    served.incrementAndGet();
    switch (faults.getAsInt()) {
      case 0 -> reset(socket);
      case 1 -> in.readAllBytes(); // It hangs, until the router has waited long enough.
      case 2 -> write(socket, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
      default -> {
        String path = request.split(" ", -1)[1];
        // A probe asks for no bytes in particular.
        answer(socket, path.matches("/f/\\d+") ? Integer.parseInt(path.substring(3)) : 0);
        return true;
      }
    }
    return false;
  }

  /** Fields and body, both of which are of no interest. */
  private static void skipRest(InputStream in) throws IOException {
    long length = 0;
    boolean isChunked = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String field = line.toLowerCase(Locale.ROOT);
      isChunked |= field.startsWith("transfer-encoding:");
      if (field.startsWith("content-length:")) {
        length = Long.parseLong(field.substring("content-length:".length()).strip());
      }
    }
    in.skipNBytes(length);
    while (isChunked) {
      int size = Integer.parseInt(line(in), 16);
      in.skipNBytes(size);
      line(in);
      isChunked = size > 0;
    }
  }

  private static void answer(Socket socket, int length) throws IOException {
    write(
        socket,
        "HTTP/1.1 200 OK\r\nwayfare-meter: v=1, origin=guest, handler-us=100\r\nContent-Length: "
            + length
            + "\r\n\r\n");
    OutputStream out = socket.getOutputStream();
    for (int left = length; left > 0; left -= BLOCK.length) {
      out.write(BLOCK, 0, Math.min(left, BLOCK.length));
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Ends a connection with a reset rather than an orderly close. */
  static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // The other side did so first.
    }
    socket.close();
  }

  /** Without its CR LF. */
  static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection ended");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
