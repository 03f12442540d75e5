package dev.wayfare.router.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** One target as it is, of which the routers see nothing but answers. */
final class Site {
  private static final long REFUSAL_NANOS = 1_000_000;
  private static final long ERROR_NANOS = 2_000_000;
  private static final double LEAST_JITTER = 0.9;
  private static final double JITTER = 0.2;
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Place place;
  private final boolean isCloud;
  private final List<Fault> faults;
  private final RandomGenerator random;
  private final PriorityQueue<Long> busyUntil = new PriorityQueue<>();

  /** When each idle environment was left, the latest first. */
  private final Deque<Long> idleSince = new ArrayDeque<>();

  private long calls;

  /** What comes of a try. */
  sealed interface Reaction {
    /** No connection is made. */
    record Refused(long afterNanos) implements Reaction {}

    /** No answer comes. */
    record Silent() implements Reaction {}

    /**
     * An answer.
     *
     * @param meter the field {@code wayfare-meter}; empty where a platform answers for itself
     */
    record Answered(long afterNanos, int status, String meter) implements Reaction {}
  }

  Site(Place place, boolean isCloud, List<Fault> faults, RandomGenerator random) {
    this.place = place;
    this.isCloud = isCloud;
    this.faults = List.copyOf(faults);
    this.random = random;
  }

  Place place() {
    return place;
  }

  /** Requests that the function answered. */
  long calls() {
    return calls;
  }

  boolean hasFault(Fault.Kind kind, long nowNanos) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind && fault.isOn(nowNanos));
  }

  /** Whether a request can be answered by the function. */
  boolean isUp(long nowNanos) {
    return faults.stream()
        .noneMatch(fault -> fault.kind() != Fault.Kind.SLOW && fault.isOn(nowNanos));
  }

  /** A request that takes {@code workNanos} on a usual place begins now. */
  Reaction call(long nowNanos, double workNanos) {
    if (hasFault(Fault.Kind.OUTAGE, nowNanos)) {
      return new Reaction.Refused(REFUSAL_NANOS);
    }
    if (hasFault(Fault.Kind.HANG, nowNanos)) {
      return new Reaction.Silent();
    }
    if (hasFault(Fault.Kind.ERRORS, nowNanos)) {
      return new Reaction.Answered(ERROR_NANOS, UNAVAILABLE, "");
    }
    release(nowNanos);
    boolean isFull = busyUntil.size() >= place.capacity();
    if (isFull && isCloud) {
      return new Reaction.Answered(roundTripNanos(), TOO_MANY_REQUESTS, "");
    }
    return run(nowNanos, handlerNanos(workNanos, nowNanos), isFull);
  }

  private Reaction run(long nowNanos, long handlerNanos, boolean isFull) {
    calls++;
    long waitNanos = isFull ? busyUntil.remove() - nowNanos : 0;
    boolean isCold = isCloud && idleSince.pollFirst() == null;
    long initNanos = isCold ? place.start().toNanos() : 0;
    busyUntil.add(nowNanos + waitNanos + initNanos + handlerNanos);
    String meter = "v=1, origin=guest, handler-us=" + handlerNanos / NANOS_PER_MICRO;
    return new Reaction.Answered(
        roundTripNanos() + waitNanos + initNanos + handlerNanos,
        OK,
        isCold ? meter + ", init-ms=" + initNanos / NANOS_PER_MILLI : meter);
  }

  private long handlerNanos(double workNanos, long nowNanos) {
    double factor = place.slowness();
    for (Fault fault : faults) {
      if (fault.kind() == Fault.Kind.SLOW && fault.isOn(nowNanos)) {
        factor *= fault.factor();
      }
    }
    return Math.round(workNanos * factor);
  }

  private long roundTripNanos() {
    double share = LEAST_JITTER + JITTER * random.nextDouble();
    return Math.round((double) place.roundTrip().toNanos() * share);
  }

  private void release(long nowNanos) {
    while (!busyUntil.isEmpty() && busyUntil.peek() <= nowNanos) {
      idleSince.addFirst(busyUntil.remove());
    }
    while (!idleSince.isEmpty() && nowNanos - idleSince.getLast() > place.keep().toNanos()) {
      idleSince.removeLast();
    }
  }
}
