package dev.wayfare.shim;

import dev.wayfare.shim.capability.FileTree;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a host's guests may use beside their own memory and the request. What is not granted here is
 * denied, and the guest's log says so.
 *
 * @param arguments what follows the program's name on its command line
 * @param environment variables, by name
 * @param secrets variables too, whose values never reach a log
 * @param files what a guest may read below "/"; an empty tree is no grant
 * @param scratchBytes what a guest may write below "/tmp" during one request; 0 is no grant
 * @param clock whether a guest may know the time
 * @param randomness what a guest's randomness is
 */
public record Grants(
    List<String> arguments,
    Map<String, String> environment,
    Map<String, String> secrets,
    FileTree files,
    long scratchBytes,
    Clock clock,
    Randomness randomness) {

  private static final long MOST_SCRATCH_BYTES = 1L << 30;

  /** Time to the millisecond and secure randomness, which most language runtimes want at start. */
  public static final Grants DEFAULT = builder().build();

  /** Whether a guest may know the time. */
  public sealed interface Clock {
    /** It may not. */
    record Off() implements Clock {}

    /**
     * It may, in steps: what it cannot time exactly, it cannot spy on.
     *
     * @param resolution from a nanosecond to an hour
     */
    record Every(Duration resolution) implements Clock {
      /** Refuses a step that no clock could take. */
      public Every {
        if (resolution.compareTo(Duration.ofNanos(1)) < 0
            || resolution.compareTo(Duration.ofHours(1)) > 0) {
          throw new IllegalArgumentException(
              "a clock's resolution must be from 1ns to 1h, but is " + resolution);
        }
      }
    }
  }

  /** What a guest's randomness is. */
  public sealed interface Randomness {
    /** It has none. */
    record Off() implements Randomness {}

    /** The same sequence in every run. */
    record Seeded(long seed) implements Randomness {}

    /** The host's own, which nobody can foretell. */
    record Secure() implements Randomness {}
  }

  /** Copies the collections, and refuses what no guest could be given. */
  public Grants {
    arguments = List.copyOf(arguments);
    environment = inOrder(environment);
    secrets = inOrder(secrets);
    arguments.forEach(argument -> requireText("an argument", argument));
    environment.forEach(Grants::requireVariable);
    secrets.forEach(Grants::requireVariable);
    for (String name : secrets.keySet()) {
      if (environment.containsKey(name)) {
        throw new IllegalArgumentException(
            "the variable " + name + " is granted both as a secret and as none");
      }
    }
    if (scratchBytes < 0 || scratchBytes > MOST_SCRATCH_BYTES) {
      throw new IllegalArgumentException(
          "scratch space must be from 0 to "
              + MOST_SCRATCH_BYTES
              + " bytes, but is "
              + scratchBytes);
    }
  }

  /** Grants that begin as the default ones. */
  public static GrantsBuilder builder() {
    return new GrantsBuilder();
  }

  /**
   * The default grants, and what these environment variables add: {@code WAYFARE_GRANT_ENVIRONMENT}
   * and {@code WAYFARE_GRANT_SECRETS} (names of variables with commas between them, whose values
   * are in {@code environment} too), {@code WAYFARE_GRANT_ARGUMENTS} (with spaces between them),
   * {@code WAYFARE_GRANT_SCRATCH_BYTES}, {@code WAYFARE_GRANT_CLOCK} ("off", or a resolution such
   * as "1ms") and {@code WAYFARE_GRANT_RANDOM} ("off", "secure" or "seed:" and a number).
   *
   * @throws IllegalArgumentException naming the variable whose value cannot be used
   */
  public static Grants fromEnvironment(Map<String, String> environment) {
    for (String name : environment.keySet()) {
      if (name.startsWith(GrantVariables.PREFIX)) {
        return GrantVariables.read(environment);
      }
    }
    return DEFAULT;
  }

  /** These, and what a guest may read. */
  public Grants withFiles(FileTree tree) {
    return new Grants(arguments, environment, secrets, tree, scratchBytes, clock, randomness);
  }

  /** All but the secrets' values. */
  @Override
  public String toString() {
    return "Grants[arguments="
        + arguments
        + ", environment="
        + environment
        + ", secrets="
        + secrets.keySet()
        + ", files="
        + files
        + ", scratchBytes="
        + scratchBytes
        + ", clock="
        + clock
        + ", randomness="
        + randomness
        + "]";
  }

  private static Map<String, String> inOrder(Map<String, String> variables) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  private static void requireVariable(String name, String value) {
    if (name.isEmpty() || Stream.of("=", "\0", ",").anyMatch(name::contains)) {
      throw new IllegalArgumentException("not a variable's name: \"" + name + "\"");
    }
    requireText("the variable " + name, value);
  }

  private static void requireText(String what, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " holds a NUL, which ends a text for a guest");
    }
  }
}
