package dev.wayfare.packager;

import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.MemoryOf;
import dev.wayfare.shim.engine.Snapshot;
import java.util.Arrays;
import java.util.HexFormat;

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

  /** Does what a line of {@link HashScenarios} says: what it read, in hexadecimal. */
  static String outcome(Guest guest, String steps) {
    var digest = new GuestDigest(guest);
    var read = new StringBuilder();
    for (String step : steps.split(";", -1)) {
      String[] words = step.split(" ", -1);
      int buffer = (int) digest.call("Hash_GetBuffer");
      switch (words[0]) {
        case "call" ->
            digest.call(
                words[1], Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray());
        case "write" -> {
          byte[] bytes = HexFormat.of().parseHex(words[2]);
          digest.memory.write(buffer + Integer.parseInt(words[1]), bytes, 0, bytes.length);
        }
        case "read" ->
            read.append(
                HexFormat.of().formatHex(digest.memory.bytes(buffer, Integer.parseInt(words[1]))));
        default -> throw new IllegalArgumentException(step);
      }
    }
    return read.toString();
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
