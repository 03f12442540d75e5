package dev.wayfare.bench.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server in a process of its own, which forwards to the one upstream, or is that. */
record Proxy(String name, int port, Process process) implements AutoCloseable {
  private static final int START_MILLIS = 60_000;

  /** The kernel counts in hundredths of a second, on every Linux there is. */
  private static final int MICROS_PER_TICK = 10_000;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /** Starts {@code command}, and waits until {@code port} can be connected to. */
  static Proxy start(String name, int port, Path log, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Proxy started = new Proxy(name, port, process);
    long deadline = System.nanoTime() + START_MILLIS * 1_000_000L;
    while (!isListening(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        started.close();
        throw new IOException(name + " does not listen; its log is " + log);
      }
      Thread.onSpinWait();
    }
    return started;
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it and its children have taken of the processors, in microseconds. */
  long cpuMicros() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(it -> ticks(it.pid()) * MICROS_PER_TICK)
        .sum();
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(afterName[USER_TICKS]) + Long.parseLong(afterName[SYSTEM_TICKS]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it holds in memory, without its children. */
  long residentKb() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
