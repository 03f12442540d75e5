package dev.wayfare.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the edge server, which it is handed as they are, and whose values it checks. */
final class ServerOptions {
  private static final int DRAIN_SECONDS = 5;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on; default 127.0.0.1.")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "The port; default 8080, 0 for any.")
  private @Nullable Integer port;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The certificate in PEM, and those that link it to a root.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key, PKCS#8 in PEM without a password.")
  private @Nullable Path key;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = "Refuse callers without a certificate that one of these (PEM) signed.")
  private @Nullable Path clientCa;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "The port for /metrics, /healthz and /readyz; default none.")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--metrics-host",
      paramLabel = "ADDRESS",
      description = "The address for them; default 127.0.0.1.")
  private @Nullable String metricsHost;

  @Option(
      names = "--health-path",
      paramLabel = "PATH",
      description = "A path of the function's port that tells readiness; default none.")
  private @Nullable String healthPath;

  @Option(
      names = "--drain-seconds",
      paramLabel = "SECONDS",
      description = "How long requests under way may take at the end; default 5.")
  private @Nullable Integer drainSeconds;

  @Option(
      names = "--max-connections",
      paramLabel = "NUMBER",
      description = "How many connections may be open; default 1024.")
  private @Nullable Integer maxConnections;

  /** What was given, as the server reads it. */
  List<String> words() {
    var words = new ArrayList<String>();
    add(words, "--host", host);
    add(words, "--port", port);
    add(words, "--tls-cert", certificate);
    add(words, "--tls-key", key);
    add(words, "--client-ca", clientCa);
    add(words, "--metrics-port", metricsPort);
    add(words, "--metrics-host", metricsHost);
    add(words, "--health-path", healthPath);
    add(words, "--drain-seconds", drainSeconds);
    add(words, "--max-connections", maxConnections);
    return words;
  }

  /** How long the server may wait for requests under way. */
  Duration drain() {
    return Duration.ofSeconds(drainSeconds == null ? DRAIN_SECONDS : drainSeconds);
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.addAll(List.of(option, value.toString()));
    }
  }
}
