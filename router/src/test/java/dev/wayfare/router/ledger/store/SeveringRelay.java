package dev.wayfare.router.ledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes bytes to a server and back. When told so, it lets one {@code COMMIT} reach the server,
 * waits for the answer, and cuts the connection in place of passing it on.
 */
final class SeveringRelay implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  private final int serverPort;
  private final AtomicInteger severed = new AtomicInteger();
  private volatile boolean isArmed;
  private volatile boolean swallowsAnswer;

  SeveringRelay(int serverPort) throws IOException {
    this.serverPort = serverPort;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void severAfterTheNextCommit() {
    isArmed = true;
  }

  /** How many commits were cut off. */
  int severed() {
    return severed.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        Thread.ofVirtual().start(() -> pass(client, server, true));
        Thread.ofVirtual().start(() -> pass(server, client, false));
      }
    } catch (IOException e) {
      // The relay was closed.
    }
  }

  private void pass(Socket from, Socket to, boolean isRequest) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      int count = in.read(buffer);
      while (count >= 0) {
        if (isRequest) {
          watch(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        } else if (swallowsAnswer) {
          swallowsAnswer = false;
          severed.incrementAndGet();
          return;
        }
        out.write(buffer, 0, count);
        count = in.read(buffer);
      }
    } catch (IOException e) {
      // One side went away, so does the other.
    }
  }

  private void watch(String request) {
    if (isArmed && request.contains("COMMIT")) {
      isArmed = false;
      swallowsAnswer = true;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
