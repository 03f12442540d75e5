package dev.wayfare.shim.wasi;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.capability.FileFault;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.engine.GuestExit;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.HostCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * WASI preview 1 for one guest (github.com/WebAssembly/WASI, legacy/preview1). A guest has what it
 * was granted and nothing else; whatever it does to its descriptors and files ends with its run.
 *
 * <p>A call answers with an error number, or ends the guest where a pointer of its leads out of its
 * memory. Nothing is allocated for a length that a guest gives before it is known to lie there. Not
 * for use by two threads at once.
 */
public final class Wasi {
  private static final String MODULE = "wasi_snapshot_preview1";

  private final Run run;
  private final List<HostCall> calls;

  /** One of the calls: done when it returns, and an error number when it throws. */
  @FunctionalInterface
  private interface Call {
    void answer(GuestMemory memory, long[] arguments);
  }

  /** The calls of a guest with these grants, before its first run. */
  public Wasi(Grants grants, HostSources sources) {
    this.run = new Run(grants, sources);
    var table = new ArrayList<HostCall>();
    addProgramAndSystem(table);
    addDescriptors(table);
    addPaths(table);
    this.calls = List.copyOf(table);
  }

  /** Every function of WASI preview 1; the same objects for all runs. */
  public List<HostCall> calls() {
    return calls;
  }

  /** Begins a run, in which nothing is left of any before. */
  public void begin(Program program) {
    run.begin(program);
  }

  /**
   * Begins a run in which all is as the last one left it, but for who listens: a guest may go on
   * with what it opened while it was initialised. After {@link #end} it is the same as {@link
   * #begin}.
   *
   * @param program another log and output; its input must be as empty as the last one's
   */
  public void resume(Program program) {
    run.resume(program);
  }

  /** Ends a run: its files are dropped, and its input, output and log let go. */
  public void end() {
    run.end();
  }

  /** What the guest has taken in or changed since {@link #begin}. */
  public Set<Frozen> frozen() {
    return run.frozen();
  }

  private void addProgramAndSystem(List<HostCall> table) {
    var program = new ProgramCalls(run);
    add(table, "args_get", "(i32,i32) -> (i32)", program::argsGet);
    add(table, "args_sizes_get", "(i32,i32) -> (i32)", program::argsSizesGet);
    add(table, "environ_get", "(i32,i32) -> (i32)", program::environGet);
    add(table, "environ_sizes_get", "(i32,i32) -> (i32)", program::environSizesGet);
    var system = new SystemCalls(run);
    add(table, "clock_res_get", "(i32,i32) -> (i32)", system::clockResGet);
    add(table, "clock_time_get", "(i32,i64,i32) -> (i32)", system::clockTimeGet);
    add(table, "random_get", "(i32,i32) -> (i32)", system::randomGet);
    add(
        table,
        "proc_exit",
        "(i32) -> ()",
        (memory, arguments) -> {
          throw new GuestExit((int) arguments[0]);
        });
    add(table, "proc_raise", "(i32) -> (i32)", system::procRaise);
    add(table, "sched_yield", "() -> (i32)", system::schedYield);
    add(table, "sock_accept", "(i32,i32,i32) -> (i32)", system::socket);
    add(table, "sock_recv", "(i32,i32,i32,i32,i32,i32) -> (i32)", system::socket);
    add(table, "sock_send", "(i32,i32,i32,i32,i32) -> (i32)", system::socket);
    add(table, "sock_shutdown", "(i32,i32) -> (i32)", system::socket);
    var poll = new PollCalls(run, system);
    add(table, "poll_oneoff", "(i32,i32,i32,i32) -> (i32)", poll::oneoff);
  }

  private void addDescriptors(List<HostCall> table) {
    var descriptors = new DescriptorCalls(run);
    add(table, "fd_advise", "(i32,i64,i64,i32) -> (i32)", descriptors::advise);
    add(table, "fd_close", "(i32) -> (i32)", descriptors::close);
    add(table, "fd_datasync", "(i32) -> (i32)", descriptors::datasync);
    add(table, "fd_fdstat_get", "(i32,i32) -> (i32)", descriptors::fdstatGet);
    add(table, "fd_fdstat_set_flags", "(i32,i32) -> (i32)", descriptors::fdstatSetFlags);
    add(table, "fd_fdstat_set_rights", "(i32,i64,i64) -> (i32)", descriptors::fdstatSetRights);
    add(table, "fd_filestat_get", "(i32,i32) -> (i32)", descriptors::filestatGet);
    add(
        table,
        "fd_filestat_set_times",
        "(i32,i64,i64,i32) -> (i32)",
        descriptors::filestatSetTimes);
    add(table, "fd_prestat_get", "(i32,i32) -> (i32)", descriptors::prestatGet);
    add(table, "fd_prestat_dir_name", "(i32,i32,i32) -> (i32)", descriptors::prestatDirName);
    add(table, "fd_renumber", "(i32,i32) -> (i32)", descriptors::renumber);
    add(table, "fd_seek", "(i32,i64,i32,i32) -> (i32)", descriptors::seek);
    add(table, "fd_sync", "(i32) -> (i32)", descriptors::sync);
    add(table, "fd_tell", "(i32,i32) -> (i32)", descriptors::tell);
    var reads = new ReadCalls(run);
    add(table, "fd_read", "(i32,i32,i32,i32) -> (i32)", reads::read);
    add(table, "fd_pread", "(i32,i32,i32,i64,i32) -> (i32)", reads::pread);
    var writes = new WriteCalls(run);
    add(table, "fd_write", "(i32,i32,i32,i32) -> (i32)", writes::write);
    add(table, "fd_pwrite", "(i32,i32,i32,i64,i32) -> (i32)", writes::pwrite);
    add(table, "fd_allocate", "(i32,i64,i64) -> (i32)", writes::allocate);
    add(table, "fd_filestat_set_size", "(i32,i64) -> (i32)", writes::setSize);
    var directories = new DirectoryCalls(run);
    add(table, "fd_readdir", "(i32,i32,i32,i64,i32) -> (i32)", directories::readdir);
  }

  private void addPaths(List<HostCall> table) {
    var paths = new Paths(run);
    var open = new OpenCall(run, paths);
    add(table, "path_open", "(i32,i32,i32,i32,i32,i64,i64,i32,i32) -> (i32)", open::open);
    var named = new PathCalls(run, paths);
    add(table, "path_create_directory", "(i32,i32,i32) -> (i32)", named::createDirectory);
    add(table, "path_filestat_get", "(i32,i32,i32,i32,i32) -> (i32)", named::filestatGet);
    add(
        table,
        "path_filestat_set_times",
        "(i32,i32,i32,i32,i64,i64,i32) -> (i32)",
        named::filestatSetTimes);
    add(table, "path_readlink", "(i32,i32,i32,i32,i32,i32) -> (i32)", named::readlink);
    add(table, "path_remove_directory", "(i32,i32,i32) -> (i32)", named::removeDirectory);
    add(table, "path_symlink", "(i32,i32,i32,i32,i32) -> (i32)", named::symlink);
    add(table, "path_unlink_file", "(i32,i32,i32) -> (i32)", named::unlinkFile);
    var moves = new MoveCalls(run, paths);
    add(table, "path_link", "(i32,i32,i32,i32,i32,i32,i32) -> (i32)", moves::link);
    add(table, "path_rename", "(i32,i32,i32,i32,i32,i32) -> (i32)", moves::rename);
  }

  private void add(List<HostCall> table, String name, String type, Call call) {
    table.add(
        new HostCall(
            MODULE, name, type, (memory, arguments) -> answer(name, call, memory, arguments)));
  }

  private long answer(String name, Call call, GuestMemory memory, long[] arguments) {
    run.answering(name);
    try {
      call.answer(memory, arguments);
      return 0;
    } catch (Errno.Failure e) {
      return e.errno().number();
    } catch (FileFault e) {
      return Errno.of(e).number();
    }
  }
}
