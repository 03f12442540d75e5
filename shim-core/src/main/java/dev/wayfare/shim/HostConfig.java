package dev.wayfare.shim;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How a function host treats its guests.
 *
 * @param limits the bounds
 * @param grants what guests are given of the world
 * @param isolation what a guest may find of earlier requests
 * @param acceptsFrozenInit whether a guest that drew randomness, or read a clock or its environment
 *     while it was initialised is put back to that state all the same, and so answers every request
 *     with those values
 * @param guestConfig what a guest of the http-wasm ABI reads as its configuration
 * @param callers who may call
 * @param eventTarget the path, and perhaps query, of the requests that events become
 */
public record HostConfig(
    Limits limits,
    Grants grants,
    Isolation isolation,
    boolean acceptsFrozenInit,
    Body guestConfig,
    Callers callers,
    String eventTarget) {

  /** What holds where nothing else is said. */
  public static final HostConfig DEFAULT = fromEnvironment(Map.of());

  private static final String SNAPSHOT = "WAYFARE_SNAPSHOT";
  private static final String ISOLATION = "WAYFARE_ISOLATION";
  private static final String EVENT_TARGET = "WAYFARE_EVENT_TARGET";

  /** Refuses a target that no request could have. */
  public HostConfig {
    if (!eventTarget.startsWith("/")) {
      throw wrong(EVENT_TARGET, "a path that starts with \"/\"", eventTarget);
    }
  }

  /**
   * What environment variables say: those of {@link Limits#fromEnvironment} and {@link
   * Grants#fromEnvironment}; {@code WAYFARE_ISOLATION}, "request" or "instance"; {@code
   * WAYFARE_SNAPSHOT}, "accept-frozen-init" or "refuse-frozen-init"; {@code WAYFARE_GUEST_CONFIG};
   * {@code WAYFARE_EVENT_TARGET}, "/" where it is not set; and those of {@link
   * Callers#fromEnvironment}.
   *
   * @throws IllegalArgumentException naming the variable whose value cannot be used
   */
  public static HostConfig fromEnvironment(Map<String, String> environment) {
    return new HostConfig(
        Limits.fromEnvironment(environment),
        Grants.fromEnvironment(environment),
        isolation(environment.getOrDefault(ISOLATION, Isolation.REQUEST.id())),
        acceptsFrozenInit(environment.getOrDefault(SNAPSHOT, "refuse-frozen-init")),
        Body.utf8(environment.getOrDefault("WAYFARE_GUEST_CONFIG", "")),
        Callers.fromEnvironment(environment),
        environment.getOrDefault(EVENT_TARGET, "/"));
  }

  /** This, with other limits. */
  public HostConfig with(Limits limits) {
    return new HostConfig(
        limits, grants, isolation, acceptsFrozenInit, guestConfig, callers, eventTarget);
  }

  /** This, with other grants. */
  public HostConfig with(Grants grants) {
    return new HostConfig(
        limits, grants, isolation, acceptsFrozenInit, guestConfig, callers, eventTarget);
  }

  /** This, with another isolation. */
  public HostConfig with(Isolation isolation) {
    return new HostConfig(
        limits, grants, isolation, acceptsFrozenInit, guestConfig, callers, eventTarget);
  }

  private static Isolation isolation(String value) {
    Optional<Isolation> isolation =
        Arrays.stream(Isolation.values()).filter(each -> each.id().equals(value)).findFirst();
    return isolation.orElseThrow(() -> wrong(ISOLATION, "\"request\" or \"instance\"", value));
  }

  private static boolean acceptsFrozenInit(String value) {
    return switch (value) {
      case "accept-frozen-init" -> true;
      case "refuse-frozen-init" -> false;
      default -> throw wrong(SNAPSHOT, "\"accept-frozen-init\" or \"refuse-frozen-init\"", value);
    };
  }

  private static IllegalArgumentException wrong(String name, String wanted, String value) {
    return new IllegalArgumentException(
        "the environment variable " + name + " must be " + wanted + ", but is \"" + value + "\"");
  }
}
