package dev.wayfare.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run of ./wayfare as a user starts it, and what it printed. */
final class WayfareProcess implements AutoCloseable {
  private static final Pattern TARGET = Pattern.compile("target (\\S+) (http://\\S+) pid (\\d+)");
  private static final String LISTENING = "listening ";
  private static final Pattern READY =
      Pattern.compile("ready (http://\\S+) \\(admin (http://\\S+)\\)");

  private final Process process;
  private final List<Thread> readers;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> printed = new ConcurrentLinkedQueue<>();
  private volatile @Nullable URI router;
  private volatile @Nullable URI admin;

  /** One announced target. */
  record Target(String id, URI endpoint, long pid) {}

  private WayfareProcess(Process process) {
    this.process = process;
    this.readers =
        List.of(
            Thread.ofPlatform()
                .daemon()
                .unstarted(() -> read(process.inputReader(StandardCharsets.UTF_8))),
            Thread.ofPlatform()
                .daemon()
                .unstarted(() -> read(process.errorReader(StandardCharsets.UTF_8))));
    readers.forEach(Thread::start);
  }

  static WayfareProcess start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /** A run that also has {@code environment}. */
  static WayfareProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    return start(List.of(), environment, arguments);
  }

  /** The same by a command that runs the one behind {@code prefix}. */
  static WayfareProcess start(
      List<String> prefix, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<>(prefix);
    command.add(Project.ROOT.resolve("wayfare").toString());
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    // Not the cache of whoever runs the tests.
    builder
        .environment()
        .put("WAYFARE_CACHE", Project.ROOT.resolve("cli/target/compile-cache").toString());
    return new WayfareProcess(builder.start());
  }

  void awaitReady(Duration patience) {
    Await.until(
        patience,
        "ready; it printed:\n" + this,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.exitValue() + ":\n" + this);
          }
          return router != null;
        });
  }

  /** Where {@code wayfare run} listens, once it said so. */
  URI awaitListening(Duration patience) {
    Await.until(
        patience,
        "listening; it printed:\n" + this,
        () -> printed.stream().anyMatch(line -> line.startsWith(LISTENING)));
    return printed.stream()
        .filter(line -> line.startsWith(LISTENING))
        .map(line -> URI.create(line.substring(LISTENING.length())))
        .findFirst()
        .orElseThrow();
  }

  /** Whether it said so, and did not end since. */
  boolean isReady() {
    return router != null && process.isAlive();
  }

  void awaitRestart(String id, long oldPid, Duration patience) {
    Await.until(patience, "a restart of " + id, () -> target(id).pid() != oldPid);
  }

  Map<String, Target> targets() {
    return targets;
  }

  Target target(String id) {
    return Objects.requireNonNull(targets.get(id), id);
  }

  URI router() {
    return Objects.requireNonNull(router);
  }

  URI admin() {
    return Objects.requireNonNull(admin);
  }

  List<URI> everyEndpoint() {
    var endpoints = new ArrayList<>(List.of(router(), admin()));
    targets.values().forEach(target -> endpoints.add(target.endpoint()));
    return endpoints;
  }

  long pid() {
    return process.pid();
  }

  /** The process and all its descendants. */
  List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The same for whoever cannot be interrupted. */
  void killNow() {
    process.destroyForcibly().onExit().join();
  }

  /** Sends SIGTERM and waits for the end, for whoever cannot be interrupted. */
  void endNow() {
    sendSigterm();
    process.onExit().join();
  }

  /** {@link Process#destroy} would close the pipes that it still writes to. */
  private void sendSigterm() {
    process.toHandle().destroy();
  }

  /** Gives it {@code text} to read, and nothing after that. */
  void type(String text) throws IOException {
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(text);
    }
  }

  /** Sends SIGTERM and waits for the end. */
  int terminate(Duration patience) throws InterruptedException {
    sendSigterm();
    return awaitExit(patience);
  }

  int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not end:\n" + this);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  List<String> printed() {
    return List.copyOf(printed);
  }

  static boolean isListening(URI endpoint) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> family = family();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        family.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      family.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return String.join("\n", printed);
  }

  private void read(BufferedReader from) {
    try (from) {
      String line = from.readLine();
      while (line != null) {
        printed.add(line);
        note(line);
        line = from.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(String line) {
    Matcher target = TARGET.matcher(line);
    if (target.matches()) {
      targets.put(
          target.group(1),
          new Target(
              target.group(1), URI.create(target.group(2)), Long.parseLong(target.group(3))));
    }
    Matcher ready = READY.matcher(line);
    if (ready.matches()) {
      admin = URI.create(ready.group(2));
      router = URI.create(ready.group(1));
    }
  }
}
