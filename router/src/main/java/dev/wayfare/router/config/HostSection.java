package dev.wayfare.router.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How a function's guests are treated wherever it runs: {@code functions.NAME.host}. Each key is an
 * environment variable of the function host, which is how a cloud is told.
 */
final class HostSection {
  private static final int PAGE_BYTES = 65536;

  /** The variable that each key sets, and how its value is read. */
  private static final Map<String, Key> KEYS =
      new TreeMap<>(
          Map.ofEntries(
              key("deadline", "DEADLINE_MILLIS", HostSection::millis),
              key("start", "START_MILLIS", HostSection::millis),
              key("memory", "MEMORY_PAGES", HostSection::pages),
              key("table-entries", "TABLE_ENTRIES", HostSection::count),
              key("stack", "STACK_BYTES", HostSection::size),
              key("request-body", "REQUEST_BYTES", HostSection::size),
              key("response-body", "RESPONSE_BYTES", HostSection::size),
              key("header-fields", "HEADER_FIELDS", HostSection::count),
              key("header-size", "HEADER_BYTES", HostSection::size),
              key("log", "LOG_BYTES", HostSection::size),
              key("concurrent-guests", "CONCURRENT_GUESTS", HostSection::count),
              key("queued-invocations", "QUEUED_INVOCATIONS", HostSection::count),
              key("uses-per-guest", "USES_PER_GUEST", HostSection::count),
              key("isolation", "ISOLATION", HostSection::isolation),
              key("snapshot", "SNAPSHOT", HostSection::snapshot),
              key("environment", "GRANT_ENVIRONMENT", Scalar::text),
              key("secrets", "GRANT_SECRETS", Scalar::text),
              key("arguments", "GRANT_ARGUMENTS", Scalar::text),
              key("scratch", "GRANT_SCRATCH_BYTES", HostSection::size),
              key("clock", "GRANT_CLOCK", Scalar::text),
              key("random", "GRANT_RANDOM", Scalar::text),
              key("guest-config", "GUEST_CONFIG", Scalar::text),
              key("callers", "CALLERS", HostSection::callers),
              key("event-target", "EVENT_TARGET", Scalar::text)));

  private HostSection() {}

  private record Key(String variable, Function<Scalar, String> read) {}

  /** The variables by name; their bounds are the function host's to check. */
  static Map<String, String> read(Section section) {
    section.only(KEYS.keySet().toArray(String[]::new));
    var variables = new TreeMap<String, String>();
    KEYS.forEach(
        (name, key) ->
            section
                .scalar(name)
                .ifPresent(value -> variables.put(key.variable(), key.read().apply(value))));
    return variables;
  }

  private static Map.Entry<String, Key> key(
      String name, String variable, Function<Scalar, String> read) {
    return Map.entry(name, new Key("WAYFARE_" + variable, read));
  }

  private static String millis(Scalar value) {
    return Long.toString(value.duration(Duration.ofHours(24)).toMillis());
  }

  private static String pages(Scalar value) {
    return Long.toString(value.bytes(PAGE_BYTES, Integer.MAX_VALUE) / PAGE_BYTES);
  }

  private static String size(Scalar value) {
    return Long.toString(value.bytes(0, 1 << 30));
  }

  private static String count(Scalar value) {
    return Integer.toString(value.integer(0, Integer.MAX_VALUE));
  }

  private static String isolation(Scalar value) {
    return value.choice(Map.of("request", "request", "instance", "instance"));
  }

  private static String callers(Scalar value) {
    return value.choice(Map.of("any", "any", "router", "router"));
  }

  private static String snapshot(Scalar value) {
    return value.choice(
        Map.of(
            "accept-frozen-init",
            "accept-frozen-init",
            "refuse-frozen-init",
            "refuse-frozen-init"));
  }
}
