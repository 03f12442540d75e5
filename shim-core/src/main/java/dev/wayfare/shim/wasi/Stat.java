package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Link;
import dev.wayfare.shim.capability.Node;
import dev.wayfare.shim.capability.RegularFile;
import dev.wayfare.shim.engine.GuestMemory;

/** Writes WASI's {@code filestat}, 64 bytes, and {@code fdstat}, 24 bytes. */
final class Stat {
  static final byte UNKNOWN = 0;
  static final byte DIRECTORY = 3;
  private static final byte REGULAR_FILE = 4;
  private static final byte SYMBOLIC_LINK = 7;
  private static final int FILESTAT_BYTES = 64;
  private static final int FDSTAT_BYTES = 24;
  private static final byte[] ZEROS = new byte[FILESTAT_BYTES];

  private Stat() {}

  static byte type(Node node) {
    return switch (node) {
      case Directory directory -> DIRECTORY;
      case RegularFile file -> REGULAR_FILE;
      case Link link -> SYMBOLIC_LINK;
    };
  }

  static void write(GuestMemory memory, int address, Mount mount, Node node) {
    memory.write(address, ZEROS, 0, FILESTAT_BYTES);
    memory.writeLong(address, mount.device());
    memory.writeLong(address + 8, node.id());
    memory.writeByte(address + 16, type(node));
    memory.writeLong(address + 24, node.links());
    memory.writeLong(address + 32, node.sizeBytes());
    memory.writeLong(address + 40, node.accessedNanos());
    memory.writeLong(address + 48, node.modifiedNanos());
    memory.writeLong(address + 56, node.changedNanos());
  }

  /** Of a stream nothing is known but that it is there. */
  static void writeStream(GuestMemory memory, int address) {
    memory.write(address, ZEROS, 0, FILESTAT_BYTES);
    memory.writeLong(address + 24, 1);
  }

  /**
   * The streams are of no known type: not a terminal, so that a libc writes them in blocks and not
   * line by line.
   */
  static void writeDescriptor(GuestMemory memory, int address, Descriptor descriptor) {
    memory.write(address, ZEROS, 0, FDSTAT_BYTES);
    memory.writeByte(
        address, descriptor instanceof Descriptor.Opened opened ? type(opened.node()) : UNKNOWN);
    memory.writeShort(address + 2, (short) descriptor.flags());
    memory.writeLong(address + 8, descriptor.rights());
    memory.writeLong(address + 16, descriptor.inheriting());
  }
}
