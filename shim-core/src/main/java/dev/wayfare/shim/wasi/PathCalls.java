package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Link;
import dev.wayfare.shim.engine.GuestMemory;
import java.nio.charset.StandardCharsets;

/** The calls that make, describe and remove what a path names; {@link MoveCalls} has the rest. */
final class PathCalls {
  private static final int FOLLOW = 1;

  private final Run run;
  private final Paths paths;

  PathCalls(Run run, Paths paths) {
    this.run = run;
    this.paths = paths;
  }

  /** Whether {@code lookupflags} say that a symbolic link at the end is followed. */
  static boolean follows(int flags) {
    if ((flags & ~FOLLOW) != 0) {
      throw Errno.EINVAL.failure();
    }
    return flags == FOLLOW;
  }

  void createDirectory(GuestMemory memory, long[] a) {
    Place place = place(memory, (int) a[0], Rights.PATH_CREATE_DIRECTORY, (int) a[1], (int) a[2]);
    place.requireFree();
    run.writable(place.mount()).createDirectory(place.parent(), place.name());
  }

  void removeDirectory(GuestMemory memory, long[] a) {
    Place place = place(memory, (int) a[0], Rights.PATH_REMOVE_DIRECTORY, (int) a[1], (int) a[2]);
    if (!(place.existing() instanceof Directory directory)) {
      throw Errno.ENOTDIR.failure();
    }
    var scratch = run.writable(place.mount());
    place.requireNamed();
    if (!directory.isEmpty()) {
      throw Errno.ENOTEMPTY.failure();
    }
    scratch.remove(place.parent(), place.name());
  }

  void unlinkFile(GuestMemory memory, long[] a) {
    Place place = place(memory, (int) a[0], Rights.PATH_UNLINK_FILE, (int) a[1], (int) a[2]);
    if (place.existing() instanceof Directory) {
      throw Errno.EISDIR.failure();
    }
    run.writable(place.mount()).remove(place.parent(), place.name());
  }

  void filestatGet(GuestMemory memory, long[] a) {
    Place place = followed(memory, a, Rights.PATH_FILESTAT_GET);
    Stat.write(memory, (int) a[4], place.mount(), place.existing());
  }

  void filestatSetTimes(GuestMemory memory, long[] a) {
    Place place = followed(memory, a, Rights.PATH_FILESTAT_SET_TIMES);
    var times = new NewTimes(a[4], a[5], (int) a[6]);
    times.applyTo(run.writable(place.mount()), place.existing());
  }

  void symlink(GuestMemory memory, long[] a) {
    String target = Paths.read(memory, (int) a[0], (int) a[1]);
    Place place = place(memory, (int) a[2], Rights.PATH_SYMLINK, (int) a[3], (int) a[4]);
    place.requireFree();
    if (target.isEmpty() || place.slash()) {
      throw Errno.ENOENT.failure();
    }
    run.writable(place.mount()).createLink(place.parent(), place.name(), target);
  }

  /** What does not fit the guest's buffer is left off, as POSIX has it. */
  void readlink(GuestMemory memory, long[] a) {
    int buffer = (int) a[3];
    int room = (int) a[4];
    int result = (int) a[5];
    memory.requireWithin(buffer, room);
    memory.requireWithin(result, 4);
    Place place = place(memory, (int) a[0], Rights.PATH_READLINK, (int) a[1], (int) a[2]);
    if (!(place.existing() instanceof Link link)) {
      throw Errno.EINVAL.failure();
    }
    byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
    int count = Math.min(target.length, room);
    memory.write(buffer, target, 0, count);
    memory.writeInt(result, count);
  }

  private Place place(GuestMemory memory, int number, long right, int address, int length) {
    String path = Paths.read(memory, address, length);
    return Paths.resolve(paths.base(number, right), path, false);
  }

  private Place followed(GuestMemory memory, long[] a, long right) {
    boolean follow = follows((int) a[1]);
    String path = Paths.read(memory, (int) a[2], (int) a[3]);
    return Paths.resolve(paths.base((int) a[0], right), path, follow);
  }
}
