package dev.wayfare.router.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys from where the file says they are: they are never in the file itself, which people
 * copy, commit and send around.
 *
 * @param folder where relative paths start
 * @param environment the variables of this process
 */
record KeyReader(Path folder, Map<String, String> environment) {
  static final String ADMIN = "admin-key";

  /** Far above any key; keeps a wrong file from filling memory. */
  private static final int MAX_FILE_BYTES = 4096;

  /**
   * The key {@code name} of {@code target}, which listens at {@code endpoint}, or null where it has
   * none.
   */
  @Nullable TargetKey read(Section target, String name, @Nullable URI endpoint) {
    Scalar where = where(target, name);
    if (where == null) {
      return null;
    }
    if (endpoint != null && !mayBeToldTheKey(endpoint)) {
      throw where.fault("a key would be sent in clear to %s; use https there".formatted(endpoint));
    }
    return new TargetKey(text(target, name, where));
  }

  /** The key of the admin server that {@code router} is about, or null where it has none. */
  @Nullable AdminKey admin(Section router) {
    Scalar where = where(router, ADMIN);
    return where == null ? null : new AdminKey(text(router, ADMIN, where));
  }

  private static @Nullable Scalar where(Section section, String name) {
    String file = inFile(name);
    String variable = inVariable(name);
    if (section.has(file) && section.has(variable)) {
      throw section.faultAt(variable, "there is one key; remove \"" + file + "\" or this");
    }
    return section.scalar(file).or(() -> section.scalar(variable)).orElse(null);
  }

  /** The key of a section that says in which file the key {@code name} is. */
  static String inFile(String name) {
    return name + "-file";
  }

  /** The same for a variable. */
  static String inVariable(String name) {
    return name + "-variable";
  }

  private String text(Section section, String name, Scalar where) {
    return section.has(inFile(name)) ? fromFile(where) : fromVariable(where);
  }

  /** Whether nobody between here and an endpoint could read a key. */
  static boolean mayBeToldTheKey(URI endpoint) {
    return "https".equals(endpoint.getScheme()) || Address.isLoopback(endpoint.getHost());
  }

  private String fromFile(Scalar where) {
    Path file = folder.resolve(where.text());
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      return key(where, new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      throw where.fault("the key cannot be read from %s (%s)".formatted(file, e.getMessage()));
    }
  }

  private String fromVariable(Scalar where) {
    String value = environment.get(where.text());
    if (value == null) {
      throw where.fault("the environment variable " + where.text() + " is not set");
    }
    return key(where, value);
  }

  private static String key(Scalar where, String value) {
    try {
      TargetKey.require(value);
      return value;
    } catch (IllegalArgumentException e) {
      throw where.fault("the key there must be " + TargetKey.RULE);
    }
  }
}
