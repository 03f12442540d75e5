package dev.wayfare.router;

import dev.wayfare.router.StrictRequest.Parsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A server that tells of every request, and of whatever is none. */
final class StrictTarget implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final Consumer<String> requests;
  private final Consumer<String> faults;

  /**
   * @param requests is given what each request means
   * @param faults is given a sentence on what is no request
   */
  StrictTarget(Consumer<String> requests, Consumer<String> faults) throws IOException {
    this.requests = requests;
    this.faults = faults;
    Thread.ofVirtual().start(this::accept);
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
    StrictRequest.Stream stream = new StrictRequest.Stream();
    byte[] buffer = new byte[65_536];
    try (socket) {
      int count = socket.getInputStream().read(buffer);
      while (count >= 0) {
        answer(socket, stream, stream.add(buffer, count));
        count = socket.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      // The router gave a request up.
    }
  }

  private void answer(Socket socket, StrictRequest.Stream stream, Parsed first) throws IOException {
    Parsed parsed = first;
    while (parsed instanceof Parsed.Whole whole) {
      requests.accept(whole.means());
      socket.getOutputStream().write(ANSWER);
      parsed = stream.isEmpty() ? new Parsed.Incomplete() : stream.next();
      if (!stream.isEmpty()) {
        faults.accept("something followed a request on its connection");
      }
    }
    if (parsed instanceof Parsed.Malformed) {
      faults.accept("a target was sent what is no request");
      throw new IOException("malformed");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
