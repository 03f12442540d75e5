package dev.wayfare.shim.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param listen where requests are taken
 * @param admin where figures and health are shown; empty for nowhere
 * @param functions function jars by the path prefix of their requests; empty for the one module on
 *     the class path, at every path
 * @param tls the files of the certificate; empty for plain HTTP
 * @param healthPath the one path of {@code listen} that tells readiness instead of reaching a
 *     function; empty for none
 * @param drain how long requests under way may take once the server is told to end; up to an hour
 * @param maxConnections how many connections may be open; a further one is closed at once
 * @param exitAtStdinEnd whether the server ends when its standard input does, for a parent that
 *     starts it with a pipe
 * @param rehearse whether the server ends once it has served a few requests of its own, for a
 *     {@link Rehearsal}
 */
record EdgeOptions(
    Address listen,
    Optional<Address> admin,
    SortedMap<String, Path> functions,
    Optional<TlsFiles> tls,
    Optional<String> healthPath,
    Duration drain,
    int maxConnections,
    boolean exitAtStdinEnd,
    boolean rehearse) {
  private static final String USAGE =
      "use --host ADDRESS, --port NUMBER, --function PREFIX=FILE.jar, --tls-cert FILE,"
          + " --tls-key FILE, --client-ca FILE, --metrics-host ADDRESS, --metrics-port NUMBER,"
          + " --health-path PATH, --drain-seconds NUMBER, --max-connections NUMBER,"
          + " --exit-at-stdin-end and --rehearse";
  private static final int LONGEST_DRAIN_SECONDS = 3600;
  private static final int MOST_CONNECTIONS = 1_000_000;

  EdgeOptions {
    functions = Collections.unmodifiableSortedMap(new TreeMap<>(functions));
    functions.keySet().forEach(prefix -> requirePath("--function", prefix));
    healthPath.ifPresent(path -> requirePath("--health-path", path));
    requireWithin("--drain-seconds", drain.toSeconds(), 0, LONGEST_DRAIN_SECONDS);
    requireWithin("--max-connections", maxConnections, 1, MOST_CONNECTIONS);
    if (rehearse && tls.isPresent()) {
      throw wrong("--rehearse is for a server without TLS; leave its options out");
    }
  }

  /**
   * An address to listen on.
   *
   * @param host a name or an IP address
   * @param port 0–65535; 0 takes any free one
   */
  record Address(String host, int port) {
    Address {
      requireWithin("the port", port, 0, 65535);
    }

    /** Host and port as a URL has them. */
    String authority(int actualPort) {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + actualPort;
    }
  }

  /**
   * Reads the command line; loopback and port 8080 hold where it says nothing.
   *
   * @throws IllegalArgumentException if it is wrong, in one sentence
   */
  static EdgeOptions parse(String... arguments) {
    var read = new Words();
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      read.option(words.next(), words);
    }
    return read.options();
  }

  /** What was read so far. */
  private static final class Words {
    private String host = "127.0.0.1";
    private int port = 8080;
    private String metricsHost = "127.0.0.1";
    private @Nullable Integer metricsPort;
    private final SortedMap<String, Path> functions = new TreeMap<>();
    private @Nullable Path certificate;
    private @Nullable Path key;
    private @Nullable Path clientCa;
    private @Nullable String healthPath;
    private int drainSeconds = 5;
    private int maxConnections = 1024;
    private boolean exitAtStdinEnd;
    private boolean rehearse;

    void option(String option, Iterator<String> words) {
      switch (option) {
        case "--host" -> host = value(option, words);
        case "--port" -> port = number(option, words);
        case "--function" -> function(value(option, words));
        case "--tls-cert" -> certificate = Path.of(value(option, words));
        case "--tls-key" -> key = Path.of(value(option, words));
        case "--client-ca" -> clientCa = Path.of(value(option, words));
        case "--metrics-host" -> metricsHost = value(option, words);
        case "--metrics-port" -> metricsPort = number(option, words);
        case "--health-path" -> healthPath = value(option, words);
        case "--drain-seconds" -> drainSeconds = number(option, words);
        case "--max-connections" -> maxConnections = number(option, words);
        case "--exit-at-stdin-end" -> exitAtStdinEnd = true;
        case "--rehearse" -> rehearse = true;
        default -> throw wrong("the option " + option + " is not known; " + USAGE);
      }
    }

    EdgeOptions options() {
      return new EdgeOptions(
          new Address(host, port),
          Optional.ofNullable(metricsPort).map(at -> new Address(metricsHost, at)),
          functions,
          tls(),
          Optional.ofNullable(healthPath),
          Duration.ofSeconds(drainSeconds),
          maxConnections,
          exitAtStdinEnd,
          rehearse);
    }

    private Optional<TlsFiles> tls() {
      if (certificate != null && key != null) {
        return Optional.of(new TlsFiles(certificate, key, Optional.ofNullable(clientCa)));
      }
      if (certificate != null || key != null || clientCa != null) {
        throw wrong("TLS needs both --tls-cert FILE and --tls-key FILE; give both");
      }
      return Optional.empty();
    }

    private void function(String value) {
      int equals = value.indexOf('=');
      if (equals < 1 || equals == value.length() - 1) {
        throw wrong("--function takes PREFIX=FILE.jar, but is \"" + value + "\"");
      }
      String prefix = value.substring(0, equals);
      if (functions.put(prefix, Path.of(value.substring(equals + 1))) != null) {
        throw wrong("two functions have the prefix " + prefix + "; give each its own");
      }
    }
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw wrong("the option " + option + " needs a value; " + USAGE);
    }
    return words.next();
  }

  private static int number(String option, Iterator<String> words) {
    String value = value(option, words);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " must be a whole number, but is \"" + value + "\"", e);
    }
  }

  private static void requireWithin(String what, long number, long least, long most) {
    if (number < least || number > most) {
      throw wrong(what + " must be between " + least + " and " + most + ", but is " + number);
    }
  }

  /** A path that a request can have, without the slash at its end that no segment follows. */
  private static void requirePath(String option, String path) {
    boolean whole = path.equals("/") || !path.endsWith("/");
    if (!path.startsWith("/") || !whole || !path.chars().allMatch(EdgeOptions::isOfAPath)) {
      throw wrong(
          option
              + " takes a path such as /orders, without \"?\" and without \"/\" at its end, but is"
              + " \""
              + path
              + "\"");
    }
  }

  private static boolean isOfAPath(int c) {
    return c > ' ' && c < 0x7f && "?#\"\\".indexOf(c) < 0;
  }

  private static IllegalArgumentException wrong(String sentence) {
    return new IllegalArgumentException(sentence);
  }
}
