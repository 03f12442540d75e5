package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.OpenDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The call that lists a directory. */
final class DirectoryCalls {
  private static final int HEADER_BYTES = 24;
  private static final long SELF = 0;
  private static final long PARENT = 1;

  private final Run run;

  DirectoryCalls(Run run) {
    this.run = run;
  }

  /** Fills the guest's buffer; that the last entry is cut off tells the guest to ask again. */
  void readdir(GuestMemory memory, long[] a) {
    OpenDirectory open = run.descriptors().directory((int) a[0]);
    open.require(Rights.FD_READDIR);
    if (!open.mount().granted()) {
      throw run.denied(Missing.FILES, Errno.ENOTCAPABLE);
    }
    int buffer = (int) a[1];
    int room = (int) a[2];
    long cookie = a[3];
    int result = (int) a[4];
    memory.requireWithin(buffer, room);
    memory.requireWithin(result, 4);
    if (cookie < 0) {
      throw Errno.EINVAL.failure();
    }
    var listing = new Listing(memory, buffer, room);
    list(open.node(), cookie, listing);
    memory.writeInt(result, listing.usedBytes());
  }

  private static void list(Directory directory, long cookie, Listing listing) {
    if (cookie <= SELF && !listing.isFull()) {
      listing.add(SELF, directory.id(), Stat.DIRECTORY, ".");
    }
    if (cookie <= PARENT && !listing.isFull()) {
      // Above the granted tree there is nothing: the root is its own parent.
      Directory parent = directory.parent();
      listing.add(PARENT, parent == null ? directory.id() : parent.id(), Stat.DIRECTORY, "..");
    }
    for (Directory.Entry each : directory.entries()) {
      if (listing.isFull()) {
        return;
      }
      if (each.cookie() >= cookie) {
        Run.requireUninterrupted();
        listing.add(each.cookie(), each.node().id(), Stat.type(each.node()), each.name());
      }
    }
  }

  /** The part of a guest's buffer that is filled. */
  private static final class Listing {
    private final GuestMemory memory;
    private final int address;
    private final int room;
    private int used;

    private Listing(GuestMemory memory, int address, int room) {
      this.memory = memory;
      this.address = address;
      this.room = room;
    }

    private boolean isFull() {
      return used == room;
    }

    private int usedBytes() {
      return used;
    }

    private void add(long cookie, long id, byte type, String name) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      byte[] entry =
          ByteBuffer.allocate(HEADER_BYTES + bytes.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(cookie + 1)
              .putLong(id)
              .putInt(bytes.length)
              .putInt(type)
              .put(bytes)
              .array();
      int count = Math.min(entry.length, room - used);
      memory.write(address + used, entry, 0, count);
      used += count;
    }
  }
}
