package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.Input;
import dev.wayfare.shim.wasi.Descriptor.OpenFile;

/**
 * The call that waits. What can be read or written always can be at once, for all of it is in
 * memory; so only the clock is ever waited for.
 */
final class PollCalls {
  static final int MOST_SUBSCRIPTIONS = 1024;

  private static final int SUBSCRIPTION_BYTES = 48;
  private static final int EVENT_BYTES = 32;
  private static final int CLOCK = 0;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int ABSOLUTE = 1;
  private static final short HANGUP = 1;

  private final Run run;
  private final SystemCalls system;

  PollCalls(Run run, SystemCalls system) {
    this.run = run;
    this.system = system;
  }

  void oneoff(GuestMemory memory, long[] a) {
    int count = (int) a[2];
    if (count <= 0 || count > MOST_SUBSCRIPTIONS) {
      throw Errno.EINVAL.failure();
    }
    memory.requireWithin((int) a[0], count * SUBSCRIPTION_BYTES);
    memory.requireWithin((int) a[1], count * EVENT_BYTES);
    memory.requireWithin((int) a[3], 4);
    // All are taken over before the first event is written: a guest may let the two overlap.
    var events = new Event[count];
    for (int i = 0; i < count; i++) {
      events[i] = event(memory, (int) a[0] + i * SUBSCRIPTION_BYTES);
    }
    long waitNanos = shortestWait(events);
    Run.requireUninterrupted();
    if (waitNanos > 0) {
      run.sleep(waitNanos);
    }
    int address = (int) a[1];
    for (Event event : events) {
      if (event.waitNanos() <= waitNanos) {
        event.writeTo(memory, address);
        address += EVENT_BYTES;
      }
    }
    memory.writeInt((int) a[3], (address - (int) a[1]) / EVENT_BYTES);
  }

  private static long shortestWait(Event[] events) {
    long shortest = Long.MAX_VALUE;
    for (Event event : events) {
      shortest = Math.min(shortest, event.waitNanos());
    }
    return shortest;
  }

  private Event event(GuestMemory memory, int at) {
    long id = memory.readLong(at);
    int type = memory.readByte(at + 8) & 0xff;
    try {
      return switch (type) {
        case CLOCK -> Event.after(id, waitNanos(memory, at + 16));
        case READ -> readable(id, memory.readInt(at + 16));
        case WRITE -> {
          Descriptor written = run.descriptors().get(memory.readInt(at + 16));
          written.require(Rights.FD_WRITE);
          yield Event.ready(id, WRITE, 0, (short) 0);
        }
        default -> throw Errno.EINVAL.failure();
      };
    } catch (Errno.Failure e) {
      return Event.failed(id, type, e.errno());
    }
  }

  private Event readable(long id, int number) {
    Descriptor descriptor = run.descriptors().get(number);
    descriptor.require(Rights.FD_READ);
    long bytes =
        switch (descriptor) {
          case Input input -> input.rest();
          case OpenFile file -> Math.max(0, file.node().sizeBytes() - file.position());
          case Descriptor.OpenDirectory directory -> 0;
          case Descriptor.Sink sink -> 0;
        };
    return Event.ready(id, READ, bytes, bytes == 0 ? HANGUP : 0);
  }

  /** How long is to be waited; a wait from now on needs no clock, as it tells no time. */
  private long waitNanos(GuestMemory memory, int at) {
    int clock = memory.readInt(at);
    long timeoutNanos = memory.readLong(at + 8);
    int flags = memory.readShort(at + 24) & 0xffff;
    if ((flags & ~ABSOLUTE) != 0) {
      throw Errno.EINVAL.failure();
    }
    // The number has no sign; one that looks negative is 292 years and more.
    long wanted = timeoutNanos < 0 ? Long.MAX_VALUE : timeoutNanos;
    if (flags == ABSOLUTE) {
      return Math.max(0, wanted - system.nowNanos(clock));
    }
    SystemCalls.requireTelling(clock);
    return wanted;
  }

  /** What a subscription comes to, and after how long. */
  private record Event(long waitNanos, long id, int errno, int type, long bytes, short flags) {

    private static Event after(long id, long waitNanos) {
      return new Event(waitNanos, id, 0, CLOCK, 0, (short) 0);
    }

    private static Event ready(long id, int type, long bytes, short flags) {
      return new Event(0, id, 0, type, bytes, flags);
    }

    private static Event failed(long id, int type, Errno errno) {
      return new Event(0, id, errno.number(), type, 0, (short) 0);
    }

    private void writeTo(GuestMemory memory, int at) {
      memory.writeLong(at, id);
      memory.writeLong(at + 8, errno | (long) type << 16);
      memory.writeLong(at + 16, bytes);
      memory.writeLong(at + 24, flags);
    }
  }
}
