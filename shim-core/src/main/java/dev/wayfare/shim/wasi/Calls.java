package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestExit;
import dev.wayfare.shim.engine.GuestMemory;

/** Leads each call of one guest to what answers it. */
final class Calls {
  private final ProgramCalls program;
  private final SystemCalls system;
  private final PollCalls poll;
  private final DescriptorCalls descriptors;
  private final ReadCalls reads;
  private final WriteCalls writes;
  private final DirectoryCalls directories;
  private final OpenCall open;
  private final PathCalls named;
  private final MoveCalls moves;

  Calls(Run run) {
    this.program = new ProgramCalls(run);
    this.system = new SystemCalls(run);
    this.poll = new PollCalls(run, system);
    this.descriptors = new DescriptorCalls(run);
    this.reads = new ReadCalls(run);
    this.writes = new WriteCalls(run);
    this.directories = new DirectoryCalls(run);
    var paths = new Paths(run);
    this.open = new OpenCall(run, paths);
    this.named = new PathCalls(run, paths);
    this.moves = new MoveCalls(run, paths);
  }

  /** Answers a call; it is done when this returns, and an error number when it throws. */
  void answer(WasiFunction function, GuestMemory memory, long[] a) {
    switch (function) {
      case ARGS_GET -> program.argsGet(memory, a);
      case ARGS_SIZES_GET -> program.argsSizesGet(memory, a);
      case ENVIRON_GET -> program.environGet(memory, a);
      case ENVIRON_SIZES_GET -> program.environSizesGet(memory, a);
      case CLOCK_RES_GET -> system.clockResGet(memory, a);
      case CLOCK_TIME_GET -> system.clockTimeGet(memory, a);
      case RANDOM_GET -> system.randomGet(memory, a);
      case PROC_EXIT -> throw new GuestExit((int) a[0]);
      case PROC_RAISE -> system.procRaise(memory, a);
      case SCHED_YIELD -> system.schedYield(memory, a);
      case SOCK_ACCEPT -> system.socket(memory, a);
      case SOCK_RECV -> system.socket(memory, a);
      case SOCK_SEND -> system.socket(memory, a);
      case SOCK_SHUTDOWN -> system.socket(memory, a);
      case POLL_ONEOFF -> poll.oneoff(memory, a);
      case FD_ADVISE -> descriptors.advise(memory, a);
      case FD_CLOSE -> descriptors.close(memory, a);
      case FD_DATASYNC -> descriptors.datasync(memory, a);
      case FD_FDSTAT_GET -> descriptors.fdstatGet(memory, a);
      case FD_FDSTAT_SET_FLAGS -> descriptors.fdstatSetFlags(memory, a);
      case FD_FDSTAT_SET_RIGHTS -> descriptors.fdstatSetRights(memory, a);
      case FD_FILESTAT_GET -> descriptors.filestatGet(memory, a);
      case FD_FILESTAT_SET_TIMES -> descriptors.filestatSetTimes(memory, a);
      case FD_PRESTAT_GET -> descriptors.prestatGet(memory, a);
      case FD_PRESTAT_DIR_NAME -> descriptors.prestatDirName(memory, a);
      case FD_RENUMBER -> descriptors.renumber(memory, a);
      case FD_SEEK -> descriptors.seek(memory, a);
      case FD_SYNC -> descriptors.sync(memory, a);
      case FD_TELL -> descriptors.tell(memory, a);
      case FD_READ -> reads.read(memory, a);
      case FD_PREAD -> reads.pread(memory, a);
      case FD_WRITE -> writes.write(memory, a);
      case FD_PWRITE -> writes.pwrite(memory, a);
      case FD_ALLOCATE -> writes.allocate(memory, a);
      case FD_FILESTAT_SET_SIZE -> writes.setSize(memory, a);
      case FD_READDIR -> directories.readdir(memory, a);
      case PATH_OPEN -> open.open(memory, a);
      case PATH_CREATE_DIRECTORY -> named.createDirectory(memory, a);
      case PATH_FILESTAT_GET -> named.filestatGet(memory, a);
      case PATH_FILESTAT_SET_TIMES -> named.filestatSetTimes(memory, a);
      case PATH_READLINK -> named.readlink(memory, a);
      case PATH_REMOVE_DIRECTORY -> named.removeDirectory(memory, a);
      case PATH_SYMLINK -> named.symlink(memory, a);
      case PATH_UNLINK_FILE -> named.unlinkFile(memory, a);
      case PATH_LINK -> moves.link(memory, a);
      case PATH_RENAME -> moves.rename(memory, a);
    }
  }
}
