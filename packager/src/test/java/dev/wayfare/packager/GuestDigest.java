package dev.wayfare.packager;

import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.MemoryOf;
import dev.wayfare.shim.engine.Snapshot;

/** A hash of hash-wasm in a guest, called as the package's own script calls it. */
final class GuestDigest {
  /** What the module's buffer takes at a time. */
  static final int BUFFER_BYTES = 16 << 10;

  private final Guest guest;
  private final GuestMemory memory;
  private final int buffer;

  /** A guest that was not started yet. */
  GuestDigest(Guest guest) {
    this.guest = guest;
    returned(guest.start());
    this.memory = MemoryOf.guest(guest);
    this.buffer = (int) call("Hash_GetBuffer");
  }

  void init(long... arguments) {
    call("Hash_Init", arguments);
  }

  void update(byte[] bytes, int offset, int length) {
    for (int at = 0; at < length; at += BUFFER_BYTES) {
      int count = Math.min(BUFFER_BYTES, length - at);
      memory.write(buffer, bytes, offset + at, count);
      call("Hash_Update", count);
    }
  }

  /** Ends the message: the first {@code length} bytes of its digest. */
  byte[] digest(int length, long... arguments) {
    call("Hash_Final", arguments);
    return memory.bytes(buffer, length);
  }

  Snapshot snapshot() {
    return guest.snapshot();
  }

  boolean putBack(Snapshot snapshot) {
    return guest.putBack(snapshot);
  }

  private long call(String function, long... arguments) {
    return returned(guest.call(function, arguments));
  }

  private static long returned(Ending ending) {
    if (ending instanceof Ending.Returned(long value)) {
      return value;
    }
    throw new AssertionError(ending);
  }
}
