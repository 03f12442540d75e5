package dev.wayfare.shim;

import java.time.Duration;
import java.util.Map;

/**
 * The bounds of a function host; each has an outcome of its own when it is reached.
 *
 * @param deadline wall-clock time of one invocation, waiting for a guest thread included; past it
 *     the guest is interrupted and the answer is 504
 * @param startDeadline wall-clock time in which a guest must get ready before there is a request;
 *     past it the host does not start
 * @param memoryPages the most pages of 64 KiB one guest may have; growing past it fails inside the
 *     guest, as {@code memory.grow} has it
 * @param tableEntries the most entries of all of a guest's tables; growing past it fails inside the
 *     guest, as {@code table.grow} has it
 * @param stackBytes the stack of a guest's thread; past it the guest ends and the answer is 500
 * @param requestBytes the largest request body; past it the answer is 413
 * @param responseBytes the most a guest may write as its response; past it the answer is 502
 * @param headerFields the most field lines of a request, past which the answer is 431, and of a
 *     response, past which it is 502
 * @param headerBytes the most bytes of all field names and values of a request (431) and of a
 *     response (502)
 * @param logBytes the most of a guest's log kept for one invocation; the rest is dropped and the
 *     drop is logged
 * @param concurrentGuests guests that run at the same time, and at most as many wait ready
 * @param queuedInvocations invocations that may wait for a guest; past it the answer is 503
 * @param usesPerGuest requests that one guest serves before another takes its place
 */
public record Limits(
    Duration deadline,
    Duration startDeadline,
    int memoryPages,
    int tableEntries,
    int stackBytes,
    int requestBytes,
    int responseBytes,
    int headerFields,
    int headerBytes,
    int logBytes,
    int concurrentGuests,
    int queuedInvocations,
    int usesPerGuest) {

  /** The bounds that hold where nothing else is said. */
  public static final Limits DEFAULT = new Builder().build();

  /** Refuses bounds under which nothing could run. */
  public Limits {
    requirePositive("deadline", deadline);
    requirePositive("deadline of a start", startDeadline);
    requireWithin("memory pages", 1, 32_767, memoryPages);
    requireWithin("table entries", 0, 10_000_000, tableEntries);
    requireWithin("stack bytes", 64 << 10, 1 << 30, stackBytes);
    requireWithin("request bytes", 0, 1 << 30, requestBytes);
    requireWithin("response bytes", 1, 1 << 30, responseBytes);
    requireWithin("header fields", 1, 100_000, headerFields);
    requireWithin("header bytes", 64, 1 << 30, headerBytes);
    requireWithin("log bytes", 0, 1 << 30, logBytes);
    requireWithin("concurrent guests", 1, 10_000, concurrentGuests);
    requireWithin("queued invocations", 0, 1_000_000, queuedInvocations);
    requireWithin("uses per guest", 1, Integer.MAX_VALUE, usesPerGuest);
  }

  /** A builder that begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The defaults, each replaced by its environment variable where one is set: {@code
   * WAYFARE_DEADLINE_MILLIS}, {@code WAYFARE_START_MILLIS}, {@code WAYFARE_MEMORY_PAGES}, {@code
   * WAYFARE_TABLE_ENTRIES}, {@code WAYFARE_STACK_BYTES}, {@code WAYFARE_REQUEST_BYTES}, {@code
   * WAYFARE_RESPONSE_BYTES}, {@code WAYFARE_HEADER_FIELDS}, {@code WAYFARE_HEADER_BYTES}, {@code
   * WAYFARE_LOG_BYTES}, {@code WAYFARE_CONCURRENT_GUESTS}, {@code WAYFARE_QUEUED_INVOCATIONS},
   * {@code WAYFARE_USES_PER_GUEST}.
   *
   * @throws IllegalArgumentException naming the variable whose value is no number or out of bounds
   */
  public static Limits fromEnvironment(Map<String, String> environment) {
    var number = new Numbers(environment);
    return new Builder()
        .deadline(number.millis("WAYFARE_DEADLINE_MILLIS", DEFAULT.deadline))
        .startDeadline(number.millis("WAYFARE_START_MILLIS", DEFAULT.startDeadline))
        .memoryPages(number.of("WAYFARE_MEMORY_PAGES", DEFAULT.memoryPages))
        .tableEntries(number.of("WAYFARE_TABLE_ENTRIES", DEFAULT.tableEntries))
        .stackBytes(number.of("WAYFARE_STACK_BYTES", DEFAULT.stackBytes))
        .requestBytes(number.of("WAYFARE_REQUEST_BYTES", DEFAULT.requestBytes))
        .responseBytes(number.of("WAYFARE_RESPONSE_BYTES", DEFAULT.responseBytes))
        .headerFields(number.of("WAYFARE_HEADER_FIELDS", DEFAULT.headerFields))
        .headerBytes(number.of("WAYFARE_HEADER_BYTES", DEFAULT.headerBytes))
        .logBytes(number.of("WAYFARE_LOG_BYTES", DEFAULT.logBytes))
        .concurrentGuests(number.of("WAYFARE_CONCURRENT_GUESTS", DEFAULT.concurrentGuests))
        .queuedInvocations(number.of("WAYFARE_QUEUED_INVOCATIONS", DEFAULT.queuedInvocations))
        .usesPerGuest(number.of("WAYFARE_USES_PER_GUEST", DEFAULT.usesPerGuest))
        .build();
  }

  private record Numbers(Map<String, String> environment) {
    Duration millis(String name, Duration fallback) {
      return Duration.ofMillis(of(name, (int) fallback.toMillis()));
    }

    int of(String name, int fallback) {
      String value = environment.get(name);
      if (value == null) {
        return fallback;
      }
      try {
        return Integer.parseInt(value.strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "the environment variable "
                + name
                + " must be a whole number, but is \""
                + value
                + "\"",
            e);
      }
    }
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("the " + what + " must be positive, but is " + value);
    }
  }

  private static void requireWithin(String what, int least, int most, int value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the limit on " + what + " must be from " + least + " to " + most + ", but is " + value);
    }
  }

  /** Collects the bounds; each has a default. */
  public static final class Builder {
    private Duration deadline = Duration.ofSeconds(30);
    private Duration startDeadline = Duration.ofSeconds(30);
    private int memoryPages = 4096;
    private int tableEntries = 1 << 20;
    private int stackBytes = 4 << 20;
    private int requestBytes = 6 << 20;
    private int responseBytes = 6 << 20;
    private int headerFields = 256;
    private int headerBytes = 64 << 10;
    private int logBytes = 64 << 10;
    private int concurrentGuests = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private int queuedInvocations = 256;
    private int usesPerGuest = 1_000_000;

    private Builder() {}

    /** Sets the wall-clock time of one invocation; default 30 s. */
    public Builder deadline(Duration deadline) {
      this.deadline = deadline;
      return this;
    }

    /** Sets the wall-clock time in which a guest must get ready; default 30 s. */
    public Builder startDeadline(Duration startDeadline) {
      this.startDeadline = startDeadline;
      return this;
    }

    /** Sets the pages of 64 KiB of one guest; default 4096, 256 MiB. */
    public Builder memoryPages(int memoryPages) {
      this.memoryPages = memoryPages;
      return this;
    }

    /** Sets the entries of all tables; default 1,048,576. */
    public Builder tableEntries(int tableEntries) {
      this.tableEntries = tableEntries;
      return this;
    }

    /** Sets the stack of a guest's thread; default 4 MiB. */
    public Builder stackBytes(int stackBytes) {
      this.stackBytes = stackBytes;
      return this;
    }

    /** Sets the largest request body; default 6 MiB. */
    public Builder requestBytes(int requestBytes) {
      this.requestBytes = requestBytes;
      return this;
    }

    /** Sets the largest response; default 6 MiB. */
    public Builder responseBytes(int responseBytes) {
      this.responseBytes = responseBytes;
      return this;
    }

    /** Sets the most field lines of a message; default 256. */
    public Builder headerFields(int headerFields) {
      this.headerFields = headerFields;
      return this;
    }

    /** Sets the most bytes of a message's fields; default 64 KiB. */
    public Builder headerBytes(int headerBytes) {
      this.headerBytes = headerBytes;
      return this;
    }

    /** Sets how much log one invocation may write; default 64 KiB. */
    public Builder logBytes(int logBytes) {
      this.logBytes = logBytes;
      return this;
    }

    /** Sets how many guests run at once; default twice the processors, at least 4. */
    public Builder concurrentGuests(int concurrentGuests) {
      this.concurrentGuests = concurrentGuests;
      return this;
    }

    /** Sets how many invocations may wait; default 256. */
    public Builder queuedInvocations(int queuedInvocations) {
      this.queuedInvocations = queuedInvocations;
      return this;
    }

    /** Sets how many requests one guest serves; default 1,000,000. */
    public Builder usesPerGuest(int usesPerGuest) {
      this.usesPerGuest = usesPerGuest;
      return this;
    }

    /** The limits. */
    public Limits build() {
      return new Limits(
          deadline,
          startDeadline,
          memoryPages,
          tableEntries,
          stackBytes,
          requestBytes,
          responseBytes,
          headerFields,
          headerBytes,
          logBytes,
          concurrentGuests,
          queuedInvocations,
          usesPerGuest);
    }
  }
}
