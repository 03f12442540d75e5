package dev.wayfare.router.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a target from where the file says it is: it is never in the file itself, which
 * people copy, commit and send around.
 *
 * @param folder where relative paths start
 * @param environment the variables of this process
 */
record KeyReader(Path folder, Map<String, String> environment) {
  /** Far above any key; keeps a wrong file from filling memory. */
  private static final int MAX_FILE_BYTES = 4096;

  /**
   * The key {@code name} of {@code target}, which listens at {@code endpoint}, or null where it has
   * none.
   */
  @Nullable TargetKey read(Section target, String name, @Nullable URI endpoint) {
    String file = name + "-file";
    String variable = name + "-variable";
    if (!target.has(file) && !target.has(variable)) {
      return null;
    }
    if (target.has(file) && target.has(variable)) {
      throw target.faultAt(variable, "a target has one key; remove \"" + file + "\" or this");
    }
    Scalar where = target.required(target.has(file) ? file : variable);
    if (endpoint != null && !mayBeToldTheKey(endpoint)) {
      throw where.fault("a key would be sent in clear to %s; use https there".formatted(endpoint));
    }
    return target.has(file) ? fromFile(where) : fromVariable(where);
  }

  /** Whether nobody between here and an endpoint could read a key. */
  static boolean mayBeToldTheKey(URI endpoint) {
    return "https".equals(endpoint.getScheme()) || isLoopback(endpoint.getHost());
  }

  /** Asks no name server: what a name means can change after it was asked. */
  private static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private TargetKey fromFile(Scalar where) {
    Path file = folder.resolve(where.text());
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      return key(where, new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      throw where.fault("the key cannot be read from %s (%s)".formatted(file, e.getMessage()));
    }
  }

  private TargetKey fromVariable(Scalar where) {
    String value = environment.get(where.text());
    if (value == null) {
      throw where.fault("the environment variable " + where.text() + " is not set");
    }
    return key(where, value);
  }

  private static TargetKey key(Scalar where, String value) {
    try {
      return new TargetKey(value);
    } catch (IllegalArgumentException e) {
      throw where.fault("the key there must be " + TargetKey.RULE);
    }
  }
}
