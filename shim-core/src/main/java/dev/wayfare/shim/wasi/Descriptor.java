package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Node;
import dev.wayfare.shim.capability.RegularFile;
import org.jspecify.annotations.Nullable;

/** Something open that a guest has a number for. */
abstract sealed class Descriptor {
  private long rights;
  private long inheriting;
  private int flags;

  private Descriptor(long rights, long inheriting) {
    this.rights = rights;
    this.inheriting = inheriting;
  }

  final long rights() {
    return rights;
  }

  final long inheriting() {
    return inheriting;
  }

  final int flags() {
    return flags;
  }

  final void setFlags(int newFlags) {
    flags = newFlags;
  }

  final void setRights(long newRights, long newInheriting) {
    rights = newRights;
    inheriting = newInheriting;
  }

  /** POSIX calls a descriptor that is not for reading or writing a bad one; WASI has the rest. */
  final void require(long right) {
    if ((rights & right) == 0) {
      throw (right == Rights.FD_READ || right == Rights.FD_WRITE ? Errno.EBADF : Errno.ENOTCAPABLE)
          .failure();
    }
  }

  /** Standard input: the whole body, from where the guest has read to. */
  static final class Input extends Descriptor {
    private final byte[] bytes;
    private int position;

    Input(byte[] bytes) {
      super(Rights.STDIN, 0);
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    int position() {
      return position;
    }

    void advance(int count) {
      position += count;
    }

    int rest() {
      return bytes.length - position;
    }
  }

  /** Standard output or standard error. */
  static final class Sink extends Descriptor {
    private final Output output;

    Sink(Output output) {
      super(Rights.OUTPUT, 0);
      this.output = output;
    }

    Output output() {
      return output;
    }
  }

  /** Something in a tree. */
  abstract static sealed class Opened extends Descriptor {
    private final Mount mount;

    private Opened(Mount mount, long rights, long inheriting) {
      super(rights, inheriting);
      this.mount = mount;
    }

    final Mount mount() {
      return mount;
    }

    abstract Node node();
  }

  /** An open file, at a position. */
  static final class OpenFile extends Opened {
    private final RegularFile file;
    private long position;

    OpenFile(Mount mount, RegularFile file, long rights) {
      super(mount, rights, 0);
      this.file = file;
    }

    @Override
    RegularFile node() {
      return file;
    }

    long position() {
      return position;
    }

    void moveTo(long newPosition) {
      position = newPosition;
    }
  }

  /** An open directory: paths lead from here downwards, and never above it. */
  static final class OpenDirectory extends Opened {
    private final Directory directory;
    private final @Nullable String preopen;

    OpenDirectory(Mount mount, Directory directory, long rights, long inheriting) {
      super(mount, rights, inheriting);
      this.directory = directory;
      this.preopen = null;
    }

    private OpenDirectory(Mount mount) {
      super(mount, Rights.DIRECTORY, Rights.DIRECTORY | Rights.FILE);
      this.directory = mount.root();
      this.preopen = mount.path();
    }

    static OpenDirectory preopened(Mount mount) {
      return new OpenDirectory(mount);
    }

    @Override
    Directory node() {
      return directory;
    }

    /** The path that it is at when a guest begins; none if the guest opened it. */
    @Nullable String preopen() {
      return preopen;
    }
  }
}
