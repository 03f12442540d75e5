package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The router as a user starts it, under ten minutes of mixed load: what it holds must stay as it
 * is. It takes a JDK and nothing else, and runs in {@code -Pfull} after all other tests; {@code
 * -Dsoak.duration=PT1M} makes it shorter.
 */
@Tag("soak")
final class RouterSoakIT {
  private static final Duration LENGTH =
      Duration.parse(System.getProperty("soak.duration", "PT10M"));
  private static final int SAMPLES = 60;

  /** The first of the samples, in which what is bounded fills and the JVM compiles. */
  private static final int WARM_UP = 12;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

  private static final String CONFIG =
      """
      version: 1
      router:
        try-timeout: 2s
      policy: {tolerance: 100%}
      ledger: {file: ledger}
      decision-log: {file: decisions.jsonl, max-size: 1MiB, files: 2}
      request-log: {file: requests.jsonl, max-size: 1MiB, files: 2}
      functions:
        f:
          path: /f
          targets:
      """;

  @TempDir private Path folder;

  /**
   * What a process holds.
   *
   * @param liveBytes of its heap, after a collection
   * @param descriptors open files and sockets
   * @param residentKb memory, of the heap and all else
   */
  private record Sample(long liveBytes, long descriptors, long residentKb) {}

  @Test
  void whatTheRouterHoldsStaysAsItIsUnderMixedLoad() throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    try (SoakTarget cheap = new SoakTarget(faults(random.split()));
        SoakTarget middling = new SoakTarget(faults(random.split()));
        SoakTarget sound = SoakTarget.sound()) {
      List<String> endpoints =
          List.of(cheap.endpoint(), middling.endpoint(), sound.endpoint(), sound.endpoint());
      configure(endpoints);
      try (WayfareProcess router = start()) {
        router.awaitReady(PATIENCE);
        soak(router, endpoints, random);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private WayfareProcess start() throws IOException {
    return WayfareProcess.start(
        Map.of("WAYFARE_JAVA_OPTIONS", "-Xmx128m"),
        "router",
        "--config",
        folder.resolve("wayfare.yaml").toString(),
        "--port",
        "0",
        "--admin-port",
        "0");
  }

  private void soak(WayfareProcess router, List<String> endpoints, SplittableRandom random)
      throws Exception {
    long pid = router.pid();
    Sample before = sample(pid);
    List<Sample> samples = new ArrayList<>();
    var load = new SoakLoad(router.router(), router.admin(), random.split());
    try {
      long begin = System.nanoTime();
      for (int i = 0; i < SAMPLES; i++) {
        long next = begin + LENGTH.toNanos() / SAMPLES * (i + 1);
        LockSupport.parkNanos(next - System.nanoTime());
        // One target more, then one less, which the router takes up while it runs.
        configure(endpoints.subList(0, 3 + i % 2));
        samples.add(sample(pid));
      }
    } finally {
      load.end();
    }
    System.out.printf(
        "soak: %d requests; lost %s; before %s; %s%n",
        load.requests(), load.lost(), before, String.join("; ", told(samples)));
    var softly = new SoftAssertions(); // What was lost may be lost for want of memory.
    softly.assertThat(load.lost()).isEmpty();
    softly.assertThat(load.requests()).isGreaterThan(LENGTH.toSeconds() * 20);
    assertFlat(softly, "live bytes", samples, Sample::liveBytes, 4 << 20);
    assertFlat(softly, "descriptors", samples, Sample::descriptors, 20);
    assertFlat(softly, "resident KiB", samples, Sample::residentKb, 32 << 10);
    softly.assertAll();
    // Connections that are kept for later requests end too.
    Await.until(
        PATIENCE,
        "as few descriptors as before, " + before.descriptors(),
        () -> descriptors(pid) <= before.descriptors() + 4);
  }

  private static List<String> told(List<Sample> samples) {
    return samples.stream()
        .map(it -> it.liveBytes() / 1024 + " " + it.descriptors() + " " + it.residentKb())
        .toList();
  }

  /** Grown by a tenth and {@code slack} at most, between the first quarter and the last. */
  private static void assertFlat(
      SoftAssertions softly,
      String what,
      List<Sample> samples,
      ToLongFunction<Sample> figure,
      long slack) {
    List<Sample> warm = samples.subList(WARM_UP, samples.size());
    int quarter = warm.size() / 4;
    long first = median(warm.subList(0, quarter), figure);
    long last = median(warm.subList(warm.size() - quarter, warm.size()), figure);
    softly
        .assertThat(last)
        .as("%s: %d at first, %d at last", what, first, last)
        .isLessThanOrEqualTo(first + first / 10 + slack);
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> figure) {
    return samples.stream().mapToLong(figure).sorted().toArray()[samples.size() / 2];
  }

  private static IntSupplier faults(SplittableRandom random) {
    return () -> {
      synchronized (random) {
        return random.nextInt(100);
      }
    };
  }

  /** In one step, as the router may read it at any time. */
  private void configure(List<String> endpoints) throws IOException {
    var yaml = new StringBuilder(CONFIG);
    for (int i = 0; i < endpoints.size(); i++) {
      yaml.append(
          """
                - id: t%d
                  provider: edge
                  memory: 128MiB
                  price: {usd-per-million-requests: %d}
                  endpoint: "%s"
          """
              .formatted(i, i + 1, endpoints.get(i)));
    }
    Path next = Files.writeString(folder.resolve("next.yaml"), yaml);
    Files.move(next, folder.resolve("wayfare.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Sample sample(long pid) throws IOException, InterruptedException {
    return new Sample(liveBytes(pid), descriptors(pid), residentKb(pid));
  }

  /** The JVM collects its garbage before it counts what there is. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(printed);
    assertThat(process.waitFor() == 0 && total.find()).as(printed).isTrue();
    return Long.parseLong(total.group(1));
  }

  private static long descriptors(long pid) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.count();
    }
  }

  private static long residentKb(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
