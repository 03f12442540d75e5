package dev.wayfare.shim.wasi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.capability.LogText;
import dev.wayfare.shim.capability.Scratch;
import dev.wayfare.shim.capability.SeededRandom;
import dev.wayfare.shim.engine.GuestTrap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the calls of one guest share, for as long as one of its runs lasts. */
final class Run {
  /** Between runs nobody listens. */
  private static final Program IDLE =
      new Program(
          List.of(),
          List.of(),
          Body.EMPTY,
          (bytes, offset, length) -> {},
          new GuestLog(entry -> {}, 0, new LogText(List.of())));

  private static final int BUFFER_BYTES = 8192;

  private final Grants grants;
  private final HostSources sources;
  private final Clocks clocks;
  private final Mount files;
  private final Descriptors descriptors = new Descriptors();
  private final Set<Frozen> frozen = EnumSet.noneOf(Frozen.class);
  private final Set<Missing> reported = EnumSet.noneOf(Missing.class);
  private byte[] buffer = {};

  /** Where streams lead is looked up at each write, so that they outlast a run that goes on. */
  private final Output toStdout =
      (bytes, offset, length) -> program().stdout().write(bytes, offset, length);

  private final Output toStderr =
      (bytes, offset, length) ->
          program().log().write(GuestLog.Source.STDERR, bytes, offset, length);

  private Program program = IDLE;
  private @Nullable Scratch scratch;
  private @Nullable RandomGenerator random;
  private boolean isIdle = true;
  private String call = "";

  Run(Grants grants, HostSources sources) {
    this.grants = grants;
    this.sources = sources;
    this.clocks = new Clocks(sources, grants.clock());
    this.files = Mount.files(grants.files());
  }

  void begin(Program next) {
    listen(next);
    openAll(next);
  }

  void resume(Program next) {
    if (isIdle) {
      begin(next);
    } else {
      listen(next);
    }
  }

  private void listen(Program next) {
    isIdle = false;
    program = next;
    frozen.clear();
    reported.clear();
    random = granted(grants.randomness());
  }

  /** No switch over the types: the first one of a process takes milliseconds, in a cold start. */
  private @Nullable RandomGenerator granted(Grants.Randomness randomness) {
    if (randomness instanceof Grants.Randomness.Seeded(long seed)) {
      return new SeededRandom(seed);
    }
    return randomness instanceof Grants.Randomness.Secure ? sources.random() : null;
  }

  /** Lets everything go; nothing is opened for nobody, since every request ends here. */
  void end() {
    isIdle = true;
    program = IDLE;
    random = null;
    scratch = null;
    descriptors.begin();
  }

  private void openAll(Program next) {
    var stdin = new Descriptor.Input(next.stdin().toByteArray());
    var stdout = new Descriptor.Sink(toStdout);
    var stderr = new Descriptor.Sink(toStderr);
    var root = Descriptor.OpenDirectory.preopened(files);
    if (grants.scratchBytes() == 0) {
      scratch = null;
      descriptors.begin(stdin, stdout, stderr, root);
    } else {
      scratch = new Scratch(grants.scratchBytes(), clocks::stampNanos);
      descriptors.begin(
          stdin, stdout, stderr, root, Descriptor.OpenDirectory.preopened(Mount.scratch(scratch)));
    }
  }

  Program program() {
    return program;
  }

  Grants grants() {
    return grants;
  }

  Clocks clocks() {
    return clocks;
  }

  Descriptors descriptors() {
    return descriptors;
  }

  @Nullable RandomGenerator random() {
    return random;
  }

  /** For bytes on their way between the guest and the host; of no meaning between two uses. */
  byte[] buffer() {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER_BYTES];
    }
    return buffer;
  }

  /** Remembers which call is being answered, for the message if it is denied. */
  void answering(String name) {
    call = name;
  }

  void freeze(Frozen what) {
    frozen.add(what);
  }

  Set<Frozen> frozen() {
    Set<Frozen> all = EnumSet.copyOf(frozen);
    if (descriptors.isChanged() || (scratch != null && scratch.isChanged())) {
      all.add(Frozen.FILES);
    }
    return all;
  }

  /** Says once in each run which grant is missing. */
  Errno.Failure denied(Missing missing, Errno errno) {
    if (reported.add(missing)) {
      program.log().denied(call + " was denied: " + missing.advice());
    }
    return errno.failure();
  }

  /** What changes the tree of {@code mount}; denied where it is read-only. */
  Scratch writable(Mount mount) {
    Scratch writable = mount.scratch();
    if (writable == null) {
      throw denied(Missing.WRITABLE_FILES, Errno.EROFS);
    }
    return writable;
  }

  /** Holds the guest's thread for a time. */
  void sleep(long nanos) {
    try {
      sources.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestTrap("interrupted");
    }
  }

  /** For every loop whose length the guest decides. */
  static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new GuestTrap("interrupted");
    }
  }
}
