package dev.wayfare.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Passes bytes to a server and back, or holds them: a network that is parted ends no connection and
 * refuses none.
 */
final class HoldingRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final IntSupplier serverPort;
  private final Lock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private boolean isParted;

  /** A relay from a port at {@code address} to the loopback port that the server has just then. */
  HoldingRelay(InetAddress address, IntSupplier serverPort) throws IOException {
    this(new ServerSocket(0, 64, address), serverPort);
  }

  /** A relay from {@code listener}, which may speak TLS that the server does not. */
  HoldingRelay(ServerSocket listener, IntSupplier serverPort) {
    this.listener = listener;
    this.serverPort = serverPort;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Nothing passes from now on. */
  void part() {
    set(true);
  }

  /** What was held passes, and all that follows. */
  void heal() {
    set(false);
  }

  private void set(boolean parted) {
    lock.lock();
    try {
      isParted = parted;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitPassage() {
    lock.lock();
    try {
      while (isParted) {
        healed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException e) {
      // The relay was closed.
    }
  }

  private void connect(Socket client) {
    awaitPassage();
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort.getAsInt());
      Thread.ofVirtual().start(() -> pass(client, server));
      pass(server, client);
    } catch (IOException e) {
      closeQuietly(client); // The server is away, and the client is to see that.
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 14];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitPassage();
        out.write(buffer, 0, count);
      }
      awaitPassage();
    } catch (IOException e) {
      // One side went away, so does the other.
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    heal();
  }
}
