package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Link;
import dev.wayfare.shim.capability.Node;
import dev.wayfare.shim.capability.RegularFile;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.OpenDirectory;
import dev.wayfare.shim.wasi.Descriptor.OpenFile;

/** The call that opens a file or a directory. */
final class OpenCall {
  private static final int CREATE = 1;
  private static final int DIRECTORY = 2;
  private static final int EXCLUSIVE = 4;
  private static final int TRUNCATE = 8;
  private static final int ALL = 15;
  private static final int ALL_FLAGS = 0x1f;

  private final Run run;
  private final Paths paths;

  OpenCall(Run run, Paths paths) {
    this.run = run;
    this.paths = paths;
  }

  /** How a guest wants something opened. */
  private record Wish(int how, long rights, long inheriting, int flags) {
    private Wish {
      if ((how & ~ALL) != 0
          || (flags & ~ALL_FLAGS) != 0
          || (how & (CREATE | DIRECTORY)) == (CREATE | DIRECTORY)) {
        throw Errno.EINVAL.failure();
      }
    }

    private boolean is(int flag) {
      return (how & flag) != 0;
    }

    private boolean exclusive() {
      return is(CREATE) && is(EXCLUSIVE);
    }

    private boolean writes() {
      return (rights & Rights.FD_WRITE) != 0 || is(TRUNCATE);
    }
  }

  void open(GuestMemory memory, long[] a) {
    int result = (int) a[8];
    memory.requireWithin(result, 4);
    String path = Paths.read(memory, (int) a[2], (int) a[3]);
    OpenDirectory base = paths.base((int) a[0], Rights.PATH_OPEN);
    boolean follow = PathCalls.follows((int) a[1]);
    var wish = new Wish((int) a[4], a[5], a[6], (int) a[7]);
    Place place = Paths.resolve(base, path, follow && !wish.exclusive());
    run.descriptors().requireRoom();
    Node node = place.node() == null ? created(base, place, wish) : opened(base, place, wish);
    Descriptor descriptor = descriptor(base, node, wish);
    descriptor.setFlags(wish.flags());
    memory.writeInt(result, run.descriptors().add(descriptor));
  }

  private RegularFile created(OpenDirectory base, Place place, Wish wish) {
    if (!wish.is(CREATE)) {
      throw Errno.ENOENT.failure();
    }
    if (place.slash()) {
      throw Errno.EISDIR.failure();
    }
    var scratch = run.writable(place.mount());
    base.require(Rights.PATH_CREATE_FILE);
    return scratch.createFile(place.parent(), place.name());
  }

  private Node opened(OpenDirectory base, Place place, Wish wish) {
    if (wish.exclusive()) {
      throw Errno.EEXIST.failure();
    }
    Node node = place.existing();
    switch (node) {
      case Link link -> throw Errno.ELOOP.failure();
      case Directory directory -> {
        if (wish.writes() || wish.is(CREATE)) {
          throw Errno.EISDIR.failure();
        }
      }
      case RegularFile file -> prepare(base, place, file, wish);
    }
    return node;
  }

  private void prepare(OpenDirectory base, Place place, RegularFile file, Wish wish) {
    if (wish.is(DIRECTORY)) {
      throw Errno.ENOTDIR.failure();
    }
    if (wish.writes()) {
      var scratch = run.writable(place.mount());
      if (wish.is(TRUNCATE)) {
        base.require(Rights.PATH_FILESTAT_SET_SIZE);
        scratch.resize(file, 0);
      }
    }
  }

  /** Of the rights that are asked for, those that make sense and that the directory passes on. */
  private static Descriptor descriptor(OpenDirectory base, Node node, Wish wish) {
    long rights = wish.rights() & base.inheriting();
    return switch (node) {
      case RegularFile file -> new OpenFile(base.mount(), file, rights & Rights.FILE);
      case Directory directory ->
          new OpenDirectory(
              base.mount(),
              directory,
              rights & Rights.DIRECTORY,
              wish.inheriting() & base.inheriting());
      case Link link -> throw Errno.ELOOP.failure();
    };
  }
}
