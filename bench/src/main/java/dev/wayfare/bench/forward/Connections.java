package dev.wayfare.bench.forward;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many connections of clients that are open at once, each of which sends a request every few
 * seconds through the router to a target in this process: what the router holds for them, and what
 * the requests take.
 */
public final class Connections {
  private static final int PORT = 18_085;
  private static final int PERIOD_MILLIS = 10_000;
  private static final int SECONDS = 30;
  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClientAgent client = vertx.createHttpClient();
  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  private Connections() {}

  /** Takes a folder, how many connections, and the command that starts the router. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    int count = Integer.parseInt(arguments[1]);
    List<String> command = List.of(arguments).subList(2, arguments.length);
    int exit = 1;
    try {
      new Connections().run(folder, count, command);
      exit = 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
    System.exit(exit); // Its event loops would go on.
  }

  private void run(Path folder, int count, List<String> command) throws Exception {
    int target =
        get(vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end("Hello, World!\n"))
                .listen(0, "127.0.0.1"))
            .actualPort();
    try (Proxy router = router(folder, target, command)) {
      report("none open", router);
      for (int i = 0; i < count; i++) {
        connect();
        LockSupport.parkNanos(1_000_000);
      }
      LockSupport.parkNanos(
          4 * PERIOD_MILLIS * 1_000_000L); // Until the last one has asked a few times.
      // A router that is still being compiled may refuse what comes at once; from here on it may
      // not.
      nanos.clear();
      failures.clear();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
      latencies();
      report(open.get() + " open", router);
      if (open.get() != count || !failures.isEmpty()) {
        throw new IOException(
            "%d of %d open, %d failures: %s"
                .formatted(open.get(), count, failures.size(), failures.peek()));
      }
    }
  }

  private static Proxy router(Path folder, int target, List<String> command) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            router:
              port: %d
              admin-port: %d
              # What is asked is what connections take, not what is refused under load.
              concurrency: {min: 1024, max: 1024}
            ledger: {file: ledger}
            functions:
              f:
                path: /
                targets:
                  - {id: a, provider: aws, region: us-east-1, memory: 256MiB, endpoint: "http://127.0.0.1:%3$d"}
                  - {id: g, provider: gcp, region: us-central1, vcpus: 1, memory: 256MiB, endpoint: "http://127.0.0.1:%3$d"}
            """
                .formatted(PORT, PORT + 1_000, target));
    List<String> all =
        Stream.concat(command.stream(), Stream.of("router", "--config", config.toString()))
            .toList();
    return Proxy.start("router", PORT, folder.resolve("router.log"), all);
  }

  private void connect() {
    client
        .connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(PORT))
        .onFailure(e -> failures.add("connecting: " + e))
        .onSuccess(
            connection -> {
              open.incrementAndGet();
              connection.closeHandler(closed -> open.decrementAndGet());
              // As they are opened a millisecond apart, so are their requests from then on.
              vertx.setTimer(PERIOD_MILLIS, timer -> ask(connection));
            });
  }

  /** Asks, and asks again a period later. */
  private void ask(HttpClientConnection connection) {
    long begin = System.nanoTime();
    connection
        .request(new RequestOptions().setMethod(HttpMethod.GET).setURI("/hello"))
        .compose(request -> request.send())
        .compose(response -> response.body().map(body -> status(response, body)))
        .onFailure(e -> failures.add("asking: " + e))
        .onSuccess(
            status -> {
              nanos.add(System.nanoTime() - begin);
              if (!status.startsWith("200")) {
                failures.add(status);
              }
              vertx.setTimer(PERIOD_MILLIS, timer -> ask(connection));
            });
  }

  private static String status(HttpClientResponse response, Buffer body) {
    return response.statusCode() + ": " + body.toString().strip();
  }

  private void latencies() {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%d requests in %d s: p50 %.1f ms, p99 %.1f ms%n",
        sorted.length,
        SECONDS,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6);
  }

  private static void report(String when, Proxy router) throws IOException, InterruptedException {
    long pid = router.process().pid();
    long descriptors;
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      descriptors = files.count();
    }
    System.out.printf(
        Locale.ROOT,
        "%s: resident %d MB, live heap %.1f MB, %d descriptors%n",
        when,
        router.residentKb() >> 10,
        liveBytes(pid) / 1e6,
        descriptors);
  }

  /** The JVM collects its garbage before it counts what there is. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(printed);
    if (process.waitFor() != 0 || !total.find()) {
      throw new IOException("no histogram: " + printed);
    }
    return Long.parseLong(total.group(1));
  }

  private static <T> T get(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
