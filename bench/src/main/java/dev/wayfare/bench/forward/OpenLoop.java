package dev.wayfare.bench.forward;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at the moments of a plan, whether or not those before were answered in time, and
 * counts a latency from the planned moment: a server that stalls is not spared the requests that
 * come meanwhile.
 */
final class OpenLoop {
  private static final byte[] REQUEST =
      "GET /f0/hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "content-length:";

  private final int port;
  private final int connections;
  private final double perSecond;

  OpenLoop(int port, int connections, double perSecond) {
    this.port = port;
    this.connections = connections;
    this.perSecond = perSecond;
  }

  /** Latencies in nanoseconds, in rising order. */
  long[] run(double seconds) throws InterruptedException, IOException {
    int each = (int) (perSecond * seconds / connections);
    long gapNanos = (long) (1e9 * connections / perSecond);
    long start = System.nanoTime() + 100_000_000;
    List<Future<long[]>> running = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (int i = 0; i < connections; i++) {
        long first = start + gapNanos * i / connections;
        running.add(threads.submit(() -> one(first, gapNanos, each)));
      }
    }
    long[] all = new long[0];
    for (Future<long[]> one : running) {
      try {
        long[] more = one.get();
        all = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, all, all.length - more.length, more.length);
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    Arrays.sort(all);
    return all;
  }

  private long[] one(long first, long gapNanos, int count) throws IOException {
    long[] latencies = new long[count];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < count; i++) {
        long planned = first + gapNanos * i;
        while (planned - System.nanoTime() > 0) {
          LockSupport.parkNanos(planned - System.nanoTime());
        }
        out.write(REQUEST);
        readAnswer(in);
        latencies[i] = System.nanoTime() - planned;
      }
    }
    return latencies;
  }

  private static void readAnswer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("answered with " + status);
    }
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
