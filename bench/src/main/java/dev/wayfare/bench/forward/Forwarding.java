package dev.wayfare.bench.forward;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Forwards plain HTTP/1.1 through HAProxy, nginx and the router, turn by turn, all at once alive
 * and in front of one nginx that answers 44 bytes. The router decides between three targets for
 * each request, keeps its ledger in a file and counts its metrics; HAProxy and nginx only forward.
 */
public final class Forwarding {
  private static final int UPSTREAM = 18_080;
  private static final int WARM_UP = 200_000;
  private static final int MANY = 64;
  private static final int FEW = 4;
  private static final int SECONDS = 4;
  private static final Pattern DONE = Pattern.compile("(\\d+) requests in");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx|Socket errors");

  private static final String FUNCTION =
      """
        f{i}:
          path: /f{i}
          targets:
            - {id: a{i}, provider: aws, region: us-east-1, memory: 256MiB, endpoint: "http://127.0.0.1:{port}"}
            - {id: g{i}, provider: gcp, region: us-central1, vcpus: 1, memory: 256MiB, endpoint: "http://127.0.0.1:{port}"}
            - {id: z{i}, provider: azure, region: eastus, memory: 512MiB, endpoint: "http://127.0.0.1:{port}"}
      """;

  private final Path folder;
  private final List<String> router;
  private final int turns;

  private Forwarding(Path folder, List<String> router, int turns) {
    this.folder = folder;
    this.router = router;
    this.turns = turns;
  }

  /** Takes a folder for logs, the number of turns, and the command that starts the router. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    List<String> router = List.of(arguments).subList(2, arguments.length);
    new Forwarding(folder, router, Integer.parseInt(arguments[1])).run();
  }

  private void run() throws IOException, InterruptedException {
    try (Proxy upstream =
            nginx(
                "upstream",
                UPSTREAM,
                "return 200 \"Hello, World! This is the answer of a function.\\n\";");
        Proxy haproxy = haproxy(18_081);
        Proxy nginx =
            nginx(
                "nginx",
                18_082,
                "proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";");
        Proxy one = wayfare("router", 18_083, 1);
        Proxy thousand = wayfare("router-1000", 18_084, 1_000)) {
      List<Proxy> proxies = List.of(haproxy, nginx, one, thousand);
      for (Proxy proxy : proxies) {
        wrkUntilWarm(proxy);
      }
      System.out.printf("resident after the warm-up: router %d MB%n", one.residentKb() >> 10);
      cpu(proxies);
      few(List.of(upstream, haproxy, nginx, one));
      open(List.of(upstream, haproxy, nginx, one));
    }
  }

  private void wrkUntilWarm(Proxy proxy) throws IOException, InterruptedException {
    for (long done = 0; done < WARM_UP; ) {
      done += wrk(proxy, MANY, 5).requests;
    }
  }

  /** Requests, and the latency at the median as {@code wrk} prints it. */
  private record Load(long requests, double medianMicros) {}

  private Load wrk(Proxy proxy, int connections, int seconds)
      throws IOException, InterruptedException {
    String url = "http://127.0.0.1:" + proxy.port() + "/f0/hello";
    Process process =
        new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + seconds, "--latency", url)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher done = DONE.matcher(out);
    if (process.waitFor() != 0 || !done.find() || REFUSED.matcher(out).find()) {
      throw new IOException(proxy.name() + " did not answer everything: " + out);
    }
    Matcher median = Pattern.compile("50%\\s+([0-9.]+)(us|ms|s)").matcher(out);
    double micros =
        median.find() ? micros(Double.parseDouble(median.group(1)), median.group(2)) : Double.NaN;
    return new Load(Long.parseLong(done.group(1)), micros);
  }

  private static double micros(double value, String unit) {
    return switch (unit) {
      case "us" -> value;
      case "ms" -> value * 1e3;
      default -> value * 1e6;
    };
  }

  private void cpu(List<Proxy> proxies) throws IOException, InterruptedException {
    double[][] micros = new double[proxies.size()][turns];
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < proxies.size(); i++) {
        long before = proxies.get(i).cpuMicros();
        long requests = wrk(proxies.get(i), MANY, SECONDS).requests;
        micros[i][turn] = (double) (proxies.get(i).cpuMicros() - before) / (double) requests;
      }
    }
    for (int i = 0; i < proxies.size(); i++) {
      double[] ratios = new double[turns];
      for (int turn = 0; turn < turns; turn++) {
        ratios[turn] = micros[i][turn] / micros[0][turn];
      }
      print(
          "%-12s %d connections: %.1f us of CPU a request, %.2f of %s's",
          proxies.get(i).name(),
          MANY,
          middle(micros[i]),
          middle(ratios),
          proxies.getFirst().name());
    }
  }

  private void few(List<Proxy> proxies) throws IOException, InterruptedException {
    double[][] micros = new double[proxies.size()][turns];
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < proxies.size(); i++) {
        micros[i][turn] = wrk(proxies.get(i), FEW, SECONDS).medianMicros;
      }
    }
    for (int i = 0; i < proxies.size(); i++) {
      double[] added = new double[turns];
      for (int turn = 0; turn < turns; turn++) {
        added[turn] = micros[i][turn] - micros[0][turn];
      }
      print(
          "%-12s %d connections: p50 %.0f us, %.0f more than none",
          proxies.get(i).name(), FEW, middle(micros[i]), middle(added));
    }
  }

  /** At half of what the router answers at most, with requests that wait for no other. */
  private void open(List<Proxy> proxies) throws IOException, InterruptedException {
    double half = (double) wrk(proxies.getLast(), MANY, SECONDS).requests / SECONDS / 2;
    double[][] p50 = new double[proxies.size()][turns];
    double[][] p99 = new double[proxies.size()][turns];
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < proxies.size(); i++) {
        long[] nanos = new OpenLoop(proxies.get(i).port(), MANY, half).run(SECONDS);
        p50[i][turn] = (double) nanos[nanos.length / 2] / 1e3;
        p99[i][turn] = (double) nanos[(int) (nanos.length * 0.99)] / 1e3;
      }
    }
    for (int i = 0; i < proxies.size(); i++) {
      print(
          "%-12s open loop, %.0f requests/s: p50 %.0f us, p99 %.0f us",
          proxies.get(i).name(), half, middle(p50[i]), middle(p99[i]));
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  private static double middle(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Proxy nginx(String name, int port, String location) throws IOException {
    Path file = folder.resolve(name + ".conf");
    Files.writeString(
        file,
        """
        worker_processes 1; daemon off; pid %1$s/%2$s.pid; error_log %1$s/%2$s.err;
        events { worker_connections 4096; }
        http {
          access_log off; keepalive_requests 1000000000; keepalive_timeout 600s;
          upstream up { server 127.0.0.1:%3$d; keepalive 256; keepalive_requests 1000000000; }
          server { listen 127.0.0.1:%4$d backlog=4096; location / { %5$s } }
        }
        """
            .formatted(folder, name, UPSTREAM, port, location));
    return start(name, port, List.of("nginx", "-c", file.toString()));
  }

  private Proxy haproxy(int port) throws IOException {
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          nbthread 1
          maxconn 4000
        defaults
          mode http
          timeout connect 2s
          timeout client 60s
          timeout server 60s
          option forwardfor
          http-reuse always
        frontend f
          bind 127.0.0.1:%d backlog 4096
          default_backend b
        backend b
          server s 127.0.0.1:%d pool-max-conn 256
        """
            .formatted(port, UPSTREAM));
    return start("haproxy", port, List.of("haproxy", "-f", file.toString()));
  }

  private Proxy wayfare(String name, int port, int functions) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            router: {port: %d, admin-port: %d}
            ledger: {file: %s/%s}
            functions:
            """
                .formatted(port, port + 1_000, folder, name));
    for (int i = 0; i < functions; i++) {
      yaml.append(FUNCTION.replace("{i}", "" + i).replace("{port}", "" + UPSTREAM));
    }
    Files.writeString(file, yaml);
    List<String> command = new ArrayList<>(router);
    command.addAll(List.of("router", "--config", file.toString()));
    return start(name, port, command);
  }

  private Proxy start(String name, int port, List<String> command) throws IOException {
    return Proxy.start(name, port, folder.resolve(name + ".log"), command);
  }
}
