package dev.wayfare.router.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Reads the section {@code router}. */
final class RouterSection {
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final long LARGEST_BODY_BYTES = 1L << 30;
  private static final long LARGEST_RETRY_BUFFER_BYTES = 16L << 20;
  private static final int MOST_CONNECTIONS = 65_536;
  private static final Map<String, Location> LOCATIONS = Map.of("internet", Location.INTERNET);

  private final Section section;

  private final Function<String, Path> resolve;
  private final KeyReader keys;

  private RouterSection(Section section, Function<String, Path> resolve, KeyReader keys) {
    this.section = section;
    this.resolve = resolve;
    this.keys = keys;
  }

  /**
   * @param resolve makes a path of the file one of this process
   * @param keys reads that of the admin server
   */
  static RouterSettings read(Section section, Function<String, Path> resolve, KeyReader keys) {
    section.only(
        "host",
        "port",
        "tls",
        "admin-host",
        "admin-port",
        KeyReader.inFile(KeyReader.ADMIN),
        KeyReader.inVariable(KeyReader.ADMIN),
        "decision-headers",
        "location",
        "max-request-body",
        "retry-buffer",
        "timeout",
        "try-timeout",
        "idle-timeout",
        "drain-time",
        "max-connections-per-target",
        "max-waiting-per-target",
        "retry-budget",
        "concurrency",
        "max-ejected",
        "max-requests",
        "max-client-connections",
        "retry-memory");
    return new RouterSection(section, resolve, keys).settings();
  }

  private RouterSettings settings() {
    RouterSettings defaults = RouterSettings.DEFAULT;
    Address admin = address("admin-host", "admin-port", defaults.admin());
    AdminKey adminKey = keys.admin(section);
    if (adminKey == null && !admin.isLoopback()) {
      throw section
          .required("admin-host")
          .fault(
              "the admin server would be open to others than this machine, which takes a key: name"
                  + " one with \"admin-key-file\" or \"admin-key-variable\"");
    }
    return new RouterSettings(
        address("host", "port", defaults.listener()),
        section.section("tls").map(this::tls).orElse(null),
        admin,
        adminKey,
        section.scalar("decision-headers").map(Scalar::bool).orElse(defaults.decisionHeaders()),
        section
            .scalar("location")
            .map(value -> value.choice(LOCATIONS))
            .orElse(defaults.location()),
        bounds(),
        ResilienceSection.read(section));
  }

  private TlsSettings tls(Section files) {
    files.only("certificate", "key", "client-ca");
    return new TlsSettings(
        resolve.apply(files.required("certificate").text()),
        resolve.apply(files.required("key").text()),
        files.scalar("client-ca").map(Scalar::text).map(resolve).orElse(null));
  }

  private Address address(String hostKey, String portKey, Address defaults) {
    return new Address(
        section.scalar(hostKey).map(Scalar::text).orElse(defaults.host()),
        integer(portKey, 0, Address.MAX_PORT, defaults.port()));
  }

  private Bounds bounds() {
    Bounds defaults = Bounds.DEFAULT;
    Duration timeout =
        section
            .scalar("timeout")
            .map(value -> value.duration(LONGEST_TIMEOUT))
            .orElse(defaults.timeout());
    Duration shorter =
        timeout.compareTo(defaults.tryTimeout()) < 0 ? timeout : defaults.tryTimeout();
    return new Bounds(
        bytes("max-request-body", LARGEST_BODY_BYTES, defaults.maxRequestBodyBytes()),
        (int) bytes("retry-buffer", LARGEST_RETRY_BUFFER_BYTES, defaults.retryBufferBytes()),
        timeout,
        section.scalar("try-timeout").map(value -> value.duration(timeout)).orElse(shorter),
        section
            .scalar("idle-timeout")
            .map(value -> value.duration(LONGEST_TIMEOUT))
            .orElse(defaults.idleTimeout()),
        section
            .scalar("drain-time")
            .map(value -> value.durationOrZero(LONGEST_TIMEOUT))
            .orElse(defaults.drainTime()),
        integer(
            "max-connections-per-target", 1, MOST_CONNECTIONS, defaults.maxConnectionsPerTarget()),
        integer("max-waiting-per-target", 0, MOST_CONNECTIONS, defaults.maxWaitingPerTarget()));
  }

  private long bytes(String key, long max, long otherwise) {
    return section.scalar(key).map(value -> value.bytes(0, max)).orElse(otherwise);
  }

  private int integer(String key, int min, int max, int otherwise) {
    return section.scalar(key).map(value -> value.integer(min, max)).orElse(otherwise);
  }
}
