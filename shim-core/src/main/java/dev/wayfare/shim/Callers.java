package dev.wayfare.shim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call a function, by a key that it shares with the router.
 *
 * @param key what the router proves itself with; empty where nobody can
 * @param anyone whether others are served too; what only the router may say is not believed of them
 */
public record Callers(Optional<String> key, boolean anyone) {
  /** The request field that holds the key. */
  public static final String KEY_FIELD = "wayfare-key";

  private static final int SHORTEST = 16;
  private static final String KEY = "WAYFARE_ROUTER_KEY";
  private static final String CALLERS = "WAYFARE_CALLERS";

  /** Refuses a key that could be guessed, and a function that nobody could call. */
  public Callers {
    if (key.isPresent()) {
      requireKey(key.get());
    }
    if (key.isEmpty() && !anyone) {
      throw new IllegalArgumentException(
          "the environment variable " + CALLERS + " is \"router\", so set " + KEY + " too");
    }
  }

  /**
   * What environment variables say: {@code WAYFARE_ROUTER_KEY}, at least 16 visible ASCII
   * characters; {@code WAYFARE_CALLERS}, "any" or "router". Without the latter, a key keeps others
   * out.
   *
   * @throws IllegalArgumentException naming the variable whose value cannot be used, but not a key
   */
  public static Callers fromEnvironment(Map<String, String> environment) {
    Optional<String> key = Optional.ofNullable(environment.get(KEY));
    String callers = environment.getOrDefault(CALLERS, key.isPresent() ? "router" : "any");
    return switch (callers) {
      case "any" -> new Callers(key, true);
      case "router" -> new Callers(key, false);
      default ->
          throw new IllegalArgumentException(
              "the environment variable "
                  + CALLERS
                  + " must be \"any\" or \"router\", but is \""
                  + callers
                  + "\"");
    };
  }

  /** Whether a request came from the router; takes as long for a wrong key as for the right one. */
  public boolean isRouter(Headers fields) {
    return key.isPresent()
        && fields
            .first(KEY_FIELD)
            .filter(claimed -> MessageDigest.isEqual(bytes(claimed), bytes(key.get())))
            .isPresent();
  }

  /** All but the key. */
  @Override
  public String toString() {
    return "Callers[key=" + (key.isPresent() ? "***" : "none") + ", anyone=" + anyone + "]";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireKey(String key) {
    if (key.length() < SHORTEST || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the environment variable "
              + KEY
              + " must be at least "
              + SHORTEST
              + " visible ASCII characters");
    }
  }
}
