package dev.wayfare.router.health;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a shim says about one invocation, in the response field {@code wayfare-meter}: a dictionary
 * (RFC 9651, section 3.2) such as {@code v=1, origin=guest, handler-us=812}.
 *
 * @param origin who made the status
 * @param blame what the status says about the target
 * @param handlerTime how long the guest ran
 * @param initTime how long the environment took to start; zero unless this call started it
 */
public record MeterField(Origin origin, Blame blame, Duration handlerTime, Duration initTime) {
  /** The field's name, in lower case. */
  public static final String NAME = "wayfare-meter";

  private static final int MAX_LENGTH = 1024;
  private static final long VERSION = 1;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Who made a response's status. */
  public enum Origin {
    GUEST,
    SHIM
  }

  /** What a failure says about the target that answered it. */
  public enum Blame {
    /** Nothing: the guest chose the status, or it or the caller is at fault wherever it runs. */
    NONE,
    /** This place cannot carry this request or answer; another may, and both are sound. */
    CARRIER,
    /** The host failed. */
    HOST
  }

  public MeterField {
    checkBound(handlerTime);
    checkBound(initTime);
  }

  /** The field in {@code value}, or empty where it is malformed, too long or of another version. */
  public static Optional<MeterField> parse(String value) {
    if (value.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return read(new StructuredDictionary(value).parse());
    } catch (MalformedFieldException e) {
      return Optional.empty();
    }
  }

  private static Optional<MeterField> read(Map<String, Object> members)
      throws MalformedFieldException {
    if (integer(members, "v", 0) != VERSION) {
      return Optional.empty();
    }
    Origin origin =
        switch (members.get("origin")) {
          case StructuredDictionary.Token(var name) when name.equals("guest") -> Origin.GUEST;
          case StructuredDictionary.Token(var name) when name.equals("shim") -> Origin.SHIM;
          case null, default -> throw new MalformedFieldException("origin");
        };
    if (!members.containsKey("handler-us")) {
      return Optional.empty();
    }
    Duration handler =
        Duration.ofNanos(Math.multiplyExact(integer(members, "handler-us", 0), 1000));
    Duration init = Duration.ofMillis(integer(members, "init-ms", 0));
    if (handler.compareTo(LONGEST) > 0 || init.compareTo(LONGEST) > 0) {
      return Optional.empty();
    }
    Blame blame = origin == Origin.GUEST ? Blame.NONE : blame(members.get("fault"));
    return Optional.of(new MeterField(origin, blame, handler, init));
  }

  private static Blame blame(@Nullable Object fault) {
    String name = fault instanceof StructuredDictionary.Token(var token) ? token : "host";
    return switch (name) {
      case "guest", "caller" -> Blame.NONE;
      case "carrier" -> Blame.CARRIER;
      default -> Blame.HOST;
    };
  }

  private static long integer(Map<String, Object> members, String key, long otherwise)
      throws MalformedFieldException {
    Object value = members.getOrDefault(key, otherwise);
    if (value instanceof Long integer && integer >= 0) {
      return integer;
    }
    throw new MalformedFieldException(key);
  }

  private static void checkBound(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a metered time is 0 to 24 hours, not " + time);
    }
  }
}
