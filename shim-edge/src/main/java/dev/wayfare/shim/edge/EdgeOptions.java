package dev.wayfare.shim.edge;

import java.util.Arrays;
import java.util.Iterator;
import java.util.OptionalInt;

/**
 * What the command line says.
 *
 * @param host the address to listen on, a name or an IP address
 * @param port 0–65535; 0 takes any free one
 * @param metricsPort where the host's figures are shown on loopback; empty for nowhere
 * @param exitAtStdinEnd whether the server ends when its standard input does, for a parent that
 *     starts it with a pipe
 */
record EdgeOptions(String host, int port, OptionalInt metricsPort, boolean exitAtStdinEnd) {
  private static final String USAGE =
      "use --host ADDRESS, --port NUMBER, --metrics-port NUMBER and --exit-at-stdin-end";

  EdgeOptions {
    requirePort(port);
    metricsPort.ifPresent(EdgeOptions::requirePort);
  }

  /**
   * Reads the command line; loopback and port 8080 hold where it says nothing.
   *
   * @throws IllegalArgumentException if it is wrong, in one sentence
   */
  static EdgeOptions parse(String... arguments) {
    String host = "127.0.0.1";
    int port = 8080;
    OptionalInt metricsPort = OptionalInt.empty();
    boolean exitAtStdinEnd = false;
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String option = words.next();
      switch (option) {
        case "--host" -> host = value(option, words);
        case "--port" -> port = number(value(option, words));
        case "--metrics-port" -> metricsPort = OptionalInt.of(number(value(option, words)));
        case "--exit-at-stdin-end" -> exitAtStdinEnd = true;
        default ->
            throw new IllegalArgumentException("the option " + option + " is not known; " + USAGE);
      }
    }
    return new EdgeOptions(host, port, metricsPort, exitAtStdinEnd);
  }

  /** Host and port as a URL has them. */
  String authority(int actualPort) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + actualPort;
  }

  private static void requirePort(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("the port must be between 0 and 65535, but is " + port);
    }
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException("the option " + option + " needs a value; " + USAGE);
    }
    return words.next();
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the port must be a whole number, but is \"" + value + "\"", e);
    }
  }
}
