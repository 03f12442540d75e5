package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.FileFault;

/** The error numbers of WASI preview 1 that are given here. */
enum Errno {
  EBADF(8),
  EEXIST(20),
  EFBIG(22),
  EILSEQ(25),
  EINVAL(28),
  EISDIR(31),
  ELOOP(32),
  EMFILE(33),
  ENAMETOOLONG(37),
  ENOENT(44),
  ENOSPC(51),
  ENOTDIR(54),
  ENOTEMPTY(55),
  ENOTSOCK(57),
  ENOTSUP(58),
  EPERM(63),
  EROFS(69),
  ESPIPE(70),
  EXDEV(75),
  ENOTCAPABLE(76);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  static Errno of(FileFault fault) {
    return switch (fault.reason()) {
      case NO_SPACE -> ENOSPC;
      case TOO_LARGE -> EFBIG;
      case REMOVED -> ENOENT;
    };
  }

  int number() {
    return number;
  }

  /** To be thrown; cheap, since it carries no trace. */
  Failure failure() {
    return new Failure(this);
  }

  /** Ends a call with an error number, having done nothing. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    private Failure(Errno errno) {
      super(errno.name(), null, false, false);
      this.errno = errno;
    }

    Errno errno() {
      return errno;
    }
  }
}
