package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.GuestTrap;
import java.util.random.RandomGenerator;

/** The calls for time, randomness, the process itself, and the sockets that nobody has. */
final class SystemCalls {
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;
  private static final int THREAD_CPUTIME = 3;
  private static final int LAST_SIGNAL = 30;

  private final Run run;

  /** Small, since all of it is drawn even for a few bytes; what is not given is thrown away. */
  private final byte[] drawn = new byte[256];

  SystemCalls(Run run) {
    this.run = run;
  }

  void clockResGet(GuestMemory memory, long[] a) {
    requireClock((int) a[0]);
    memory.writeLong((int) a[1], run.clocks().resolutionNanos());
  }

  /** The precision that a guest asks for is not looked at: it has the granted one. */
  void clockTimeGet(GuestMemory memory, long[] a) {
    int result = (int) a[2];
    memory.requireWithin(result, 8);
    memory.writeLong(result, nowNanos((int) a[0]));
  }

  /** What that clock shows. */
  long nowNanos(int clock) {
    requireClock(clock);
    run.freeze(Frozen.CLOCK);
    return clock == REALTIME ? run.clocks().wallNanos() : run.clocks().monotonicNanos();
  }

  void randomGet(GuestMemory memory, long[] a) {
    int address = (int) a[0];
    int length = (int) a[1];
    memory.requireWithin(address, length);
    RandomGenerator random = run.random();
    if (random == null) {
      throw run.denied(Missing.RANDOMNESS, Errno.ENOTCAPABLE);
    }
    for (int done = 0; done < length; done += drawn.length) {
      Run.requireUninterrupted();
      random.nextBytes(drawn);
      memory.write(address + done, drawn, 0, Math.min(drawn.length, length - done));
      run.freeze(Frozen.RANDOMNESS);
    }
  }

  /** No guest has a handler for a signal, so each does what it does without one. */
  void procRaise(GuestMemory memory, long[] a) {
    int signal = (int) a[0];
    if (signal < 0 || signal > LAST_SIGNAL) {
      throw Errno.EINVAL.failure();
    }
    switch (signal) {
      // NONE, and CHLD, CONT, URG and WINCH, which are ignored.
      case 0, 16, 17, 22, 27 -> Run.requireUninterrupted();
      default -> throw new GuestTrap("the guest raised signal " + signal);
    }
  }

  void schedYield(GuestMemory memory, long[] a) {
    Run.requireUninterrupted();
  }

  void socket(GuestMemory memory, long[] a) {
    Errno.Failure denied = run.denied(Missing.SOCKETS, Errno.ENOTSOCK);
    run.descriptors().get((int) a[0]);
    throw denied;
  }

  /** Makes sure that it is a clock that tells the time, and not one of the guest's own use. */
  static void requireTelling(int clock) {
    if (clock < REALTIME || clock > THREAD_CPUTIME) {
      throw Errno.EINVAL.failure();
    }
    if (clock > MONOTONIC) {
      throw Errno.ENOTSUP.failure();
    }
  }

  private void requireClock(int clock) {
    requireTelling(clock);
    if (!run.clocks().granted()) {
      throw run.denied(Missing.CLOCK, Errno.ENOTCAPABLE);
    }
  }
}
