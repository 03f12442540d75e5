package dev.wayfare.shim;

import java.time.Duration;
import java.util.Map;

/**
 * The bounds of a function host; each has an outcome of its own when it is reached.
 *
 * @param deadline wall-clock time of one invocation, waiting for a guest thread included; past it
 *     the guest is interrupted and the answer is 504
 * @param memoryPages the most pages of 64 KiB one guest may have; growing past it fails inside the
 *     guest, as {@code memory.grow} has it
 * @param stackBytes the stack of a guest's thread; past it the guest traps and the answer is 500
 * @param requestBytes the largest request body; past it the answer is 413
 * @param responseBytes the most a guest may write as its response; past it the answer is 502
 * @param logBytes the most of a guest's standard error kept for one invocation; the rest is dropped
 *     and the drop is logged
 * @param concurrentGuests guests that run at the same time
 * @param queuedInvocations invocations that may wait for a guest; past it the answer is 503
 */
public record Limits(
    Duration deadline,
    int memoryPages,
    int stackBytes,
    int requestBytes,
    int responseBytes,
    int logBytes,
    int concurrentGuests,
    int queuedInvocations) {

  /** The bounds that hold where nothing else is said. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(30),
          4096,
          4 << 20,
          6 << 20,
          6 << 20,
          64 << 10,
          Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
          256);

  /** Refuses bounds under which nothing could run. */
  public Limits {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("the deadline must be positive, but is " + deadline);
    }
    requireWithin("memory pages", 1, 32_767, memoryPages);
    requireWithin("stack bytes", 64 << 10, 1 << 30, stackBytes);
    requireWithin("request bytes", 0, 1 << 30, requestBytes);
    requireWithin("response bytes", 1, 1 << 30, responseBytes);
    requireWithin("log bytes", 0, 1 << 30, logBytes);
    requireWithin("concurrent guests", 1, 10_000, concurrentGuests);
    requireWithin("queued invocations", 0, 1_000_000, queuedInvocations);
  }

  /**
   * The defaults, each replaced by its environment variable where one is set: {@code
   * WAYFARE_DEADLINE_MILLIS}, {@code WAYFARE_MEMORY_PAGES}, {@code WAYFARE_STACK_BYTES}, {@code
   * WAYFARE_REQUEST_BYTES}, {@code WAYFARE_RESPONSE_BYTES}, {@code WAYFARE_LOG_BYTES}, {@code
   * WAYFARE_CONCURRENT_GUESTS}, {@code WAYFARE_QUEUED_INVOCATIONS}.
   *
   * @throws IllegalArgumentException naming the variable whose value is no number or out of bounds
   */
  public static Limits fromEnvironment(Map<String, String> environment) {
    return new Limits(
        Duration.ofMillis(
            number(environment, "WAYFARE_DEADLINE_MILLIS", (int) DEFAULT.deadline.toMillis())),
        number(environment, "WAYFARE_MEMORY_PAGES", DEFAULT.memoryPages),
        number(environment, "WAYFARE_STACK_BYTES", DEFAULT.stackBytes),
        number(environment, "WAYFARE_REQUEST_BYTES", DEFAULT.requestBytes),
        number(environment, "WAYFARE_RESPONSE_BYTES", DEFAULT.responseBytes),
        number(environment, "WAYFARE_LOG_BYTES", DEFAULT.logBytes),
        number(environment, "WAYFARE_CONCURRENT_GUESTS", DEFAULT.concurrentGuests),
        number(environment, "WAYFARE_QUEUED_INVOCATIONS", DEFAULT.queuedInvocations));
  }

  private static int number(Map<String, String> environment, String name, int fallback) {
    String value = environment.get(name);
    if (value == null) {
      return fallback;
    }
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " must be a whole number, but is \"" + value + "\"",
          e);
    }
  }

  private static void requireWithin(String what, int least, int most, int value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the limit on " + what + " must be from " + least + " to " + most + ", but is " + value);
    }
  }
}
