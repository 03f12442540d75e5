package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.Input;
import dev.wayfare.shim.wasi.Descriptor.OpenDirectory;
import dev.wayfare.shim.wasi.Descriptor.OpenFile;
import dev.wayfare.shim.wasi.Descriptor.Opened;
import dev.wayfare.shim.wasi.Descriptor.Sink;
import java.nio.charset.StandardCharsets;

/** The calls about descriptors themselves: what they are, where they stand, which are open. */
final class DescriptorCalls {
  static final int APPEND = 1;

  private static final int ALL_FLAGS = 0x1f;
  private static final int LAST_ADVICE = 5;
  private static final int PREOPENED_DIRECTORY = 0;
  private static final int FROM_START = 0;
  private static final int FROM_HERE = 1;
  private static final int FROM_END = 2;

  private final Run run;

  DescriptorCalls(Run run) {
    this.run = run;
  }

  /** All is in memory already, so advice is checked and forgotten. */
  void advise(GuestMemory memory, long[] a) {
    run.descriptors().file((int) a[0], Rights.FD_ADVISE);
    int advice = (int) a[3];
    if (a[1] < 0 || a[2] < 0 || advice < 0 || advice > LAST_ADVICE) {
      throw Errno.EINVAL.failure();
    }
  }

  void close(GuestMemory memory, long[] a) {
    run.descriptors().close((int) a[0]);
  }

  void renumber(GuestMemory memory, long[] a) {
    run.descriptors().renumber((int) a[0], (int) a[1]);
  }

  void sync(GuestMemory memory, long[] a) {
    sync((int) a[0], Rights.FD_SYNC);
  }

  void datasync(GuestMemory memory, long[] a) {
    sync((int) a[0], Rights.FD_DATASYNC);
  }

  void fdstatGet(GuestMemory memory, long[] a) {
    Stat.writeDescriptor(memory, (int) a[1], run.descriptors().get((int) a[0]));
  }

  /**
   * Freezes nothing: only of a file does a flag mean anything here, and a file that is left open
   * counts by itself. Go's runtime makes the standard streams non-blocking whenever it starts.
   */
  void fdstatSetFlags(GuestMemory memory, long[] a) {
    Descriptor descriptor = run.descriptors().get((int) a[0], Rights.FD_FDSTAT_SET_FLAGS);
    int flags = (int) a[1];
    if ((flags & ~ALL_FLAGS) != 0) {
      throw Errno.EINVAL.failure();
    }
    descriptor.setFlags(flags);
  }

  void fdstatSetRights(GuestMemory memory, long[] a) {
    Descriptor descriptor = run.descriptors().get((int) a[0]);
    if ((a[1] & ~descriptor.rights()) != 0 || (a[2] & ~descriptor.inheriting()) != 0) {
      throw Errno.ENOTCAPABLE.failure();
    }
    descriptor.setRights(a[1], a[2]);
    run.descriptors().markChanged();
  }

  void filestatGet(GuestMemory memory, long[] a) {
    Descriptor descriptor = run.descriptors().get((int) a[0], Rights.FD_FILESTAT_GET);
    int result = (int) a[1];
    if (descriptor instanceof Opened opened) {
      Stat.write(memory, result, opened.mount(), opened.node());
    } else {
      Stat.writeStream(memory, result);
    }
  }

  void filestatSetTimes(GuestMemory memory, long[] a) {
    Descriptor descriptor = run.descriptors().get((int) a[0], Rights.FD_FILESTAT_SET_TIMES);
    if (descriptor instanceof Opened opened) {
      new NewTimes(a[1], a[2], (int) a[3]).applyTo(run.writable(opened.mount()), opened.node());
    } else {
      throw Errno.EINVAL.failure();
    }
  }

  void prestatGet(GuestMemory memory, long[] a) {
    int result = (int) a[1];
    int length = preopen((int) a[0]).length;
    memory.requireWithin(result, 8);
    memory.writeInt(result, PREOPENED_DIRECTORY);
    memory.writeInt(result + 4, length);
  }

  void prestatDirName(GuestMemory memory, long[] a) {
    byte[] name = preopen((int) a[0]);
    int room = (int) a[2];
    if (room < 0 || room >= name.length) {
      memory.write((int) a[1], name, 0, name.length);
    } else {
      throw Errno.ENAMETOOLONG.failure();
    }
  }

  void seek(GuestMemory memory, long[] a) {
    int result = (int) a[3];
    OpenFile file = run.descriptors().file((int) a[0], Rights.FD_SEEK);
    memory.requireWithin(result, 8);
    long position =
        a[1]
            + switch ((int) a[2]) {
              case FROM_START -> 0;
              case FROM_HERE -> file.position();
              case FROM_END -> file.node().sizeBytes();
              default -> throw Errno.EINVAL.failure();
            };
    if (position < 0) {
      throw Errno.EINVAL.failure();
    }
    file.moveTo(position);
    memory.writeLong(result, position);
  }

  void tell(GuestMemory memory, long[] a) {
    OpenFile file = run.descriptors().file((int) a[0], Rights.FD_TELL);
    memory.writeLong((int) a[1], file.position());
  }

  /** Nothing is ever on its way to a disk. */
  private void sync(int number, long right) {
    Descriptor descriptor = run.descriptors().get(number);
    switch (descriptor) {
      case OpenFile file -> file.require(right);
      case OpenDirectory directory -> directory.require(right);
      case Input input -> throw Errno.EINVAL.failure();
      case Sink sink -> throw Errno.EINVAL.failure();
    }
  }

  /** Every libc asks from 3 upwards until the answer is EBADF. */
  private byte[] preopen(int number) {
    String path =
        run.descriptors().get(number) instanceof OpenDirectory directory
            ? directory.preopen()
            : null;
    if (path == null) {
      throw Errno.EBADF.failure();
    }
    return path.getBytes(StandardCharsets.UTF_8);
  }
}
