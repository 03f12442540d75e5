package dev.wayfare.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One of several routers that share a ledger; it may be killed and started again. */
final class Replica implements AutoCloseable {
  /** What its configuration names as {@code admin-key-variable}. */
  static final String ADMIN_KEY_VARIABLE = "REPLICA_ADMIN_KEY";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ADMIN_KEY = "0123456789abcdef0123456789abcdef";
  private static final HttpClient ADMIN =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<String> prefix;
  private final Path config;
  private final Queue<Long> answers = new ConcurrentLinkedQueue<>();
  private volatile WayfareProcess process;
  private volatile boolean isReady;

  private Replica(List<String> prefix, Path config, WayfareProcess process) {
    this.prefix = prefix;
    this.config = config;
    this.process = process;
  }

  /** Starts one, which {@link #awaitReady} waits for. */
  static Replica start(Path config) throws IOException {
    return start(List.of(), config);
  }

  /** The same by a command that runs the one behind {@code prefix}. */
  static Replica start(List<String> prefix, Path config) throws IOException {
    return new Replica(prefix, config, launch(prefix, config));
  }

  private static WayfareProcess launch(List<String> prefix, Path config) throws IOException {
    return WayfareProcess.start(
        prefix,
        Map.of("WAYFARE_JAVA_OPTIONS", "-Xmx96m", ADMIN_KEY_VARIABLE, ADMIN_KEY),
        "router",
        "--config",
        config.toString(),
        "--port",
        "0",
        "--admin-port",
        "0");
  }

  void awaitReady() {
    process.awaitReady(PATIENCE);
    Await.until(PATIENCE, "readyz", this::look);
  }

  /** Asks it, as a load balancer does, whether it takes requests, and keeps the answer. */
  boolean look() throws InterruptedException {
    isReady = process.isReady() && status("/readyz") == 200;
    return isReady;
  }

  /** What it last said. */
  boolean isReady() {
    return isReady;
  }

  private int status(String page) throws InterruptedException {
    try {
      return ADMIN.send(request(page), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // It is not there.
    }
  }

  private HttpRequest request(String page) {
    return HttpRequest.newBuilder(process.admin().resolve(page))
        .header("authorization", "Bearer " + ADMIN_KEY)
        .timeout(PATIENCE)
        .build();
  }

  /** Waits until a line of its metrics says so. */
  void awaitMetric(String line) {
    Await.until(
        PATIENCE,
        line,
        () -> ADMIN.send(request("/metrics"), BodyHandlers.ofString()).body().contains(line));
  }

  /** Where requests go. */
  URI uri() {
    return process.router();
  }

  /** It answered a request just now. */
  void answered() {
    answers.add(System.nanoTime());
  }

  /** How many requests it answered from {@code nanos} on. */
  long answersSince(long nanos) {
    return answers.stream().filter(time -> time - nanos >= 0).count();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    isReady = false;
    process.kill();
  }

  /** Starts it again, once it has ended. */
  void restart() throws IOException {
    process = launch(prefix, config);
    awaitReady();
  }

  /** Ends it by SIGTERM, and returns its exit code. */
  int terminate() throws InterruptedException {
    return process.terminate(PATIENCE);
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return process.toString();
  }
}
