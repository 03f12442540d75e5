package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Scratch;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.OpenFile;
import dev.wayfare.shim.wasi.Descriptor.Sink;

/** The calls that write to files and to standard output, and that set a file's length. */
final class WriteCalls {
  private final Run run;
  private final Vectors vectors = new Vectors();

  WriteCalls(Run run) {
    this.run = run;
  }

  void write(GuestMemory memory, long[] a) {
    Descriptor descriptor = run.descriptors().get((int) a[0]);
    int result = (int) a[3];
    memory.requireWithin(result, 4);
    vectors.load(memory, (int) a[1], (int) a[2]);
    // No switch over the types: the first one of a process takes milliseconds, in a cold start.
    if (descriptor instanceof Sink sink) {
      sink.require(Rights.FD_WRITE);
      write(memory, sink.output());
    } else if (descriptor instanceof OpenFile file) {
      file.require(Rights.FD_WRITE);
      boolean append = (file.flags() & DescriptorCalls.APPEND) != 0;
      long position = append ? file.node().sizeBytes() : file.position();
      write(memory, file, position);
      file.moveTo(position + vectors.totalBytes());
    } else {
      throw Errno.EBADF.failure();
    }
    memory.writeInt(result, vectors.totalBytes());
  }

  void pwrite(GuestMemory memory, long[] a) {
    OpenFile file = run.descriptors().file((int) a[0], Rights.FD_WRITE);
    file.require(Rights.FD_SEEK);
    long position = a[3];
    int result = (int) a[4];
    memory.requireWithin(result, 4);
    vectors.load(memory, (int) a[1], (int) a[2]);
    if (position < 0) {
      throw Errno.EINVAL.failure();
    }
    write(memory, file, position);
    memory.writeInt(result, vectors.totalBytes());
  }

  /** Makes a file at least so long. */
  void allocate(GuestMemory memory, long[] a) {
    OpenFile file = run.descriptors().file((int) a[0], Rights.FD_ALLOCATE);
    long offset = a[1];
    long length = a[2];
    if (offset < 0 || length <= 0) {
      throw Errno.EINVAL.failure();
    }
    // A sum past the largest number is negative, which is as much too large.
    long end = offset + length;
    if (end < 0 || end > file.node().sizeBytes()) {
      run.writable(file.mount()).resize(file.node(), end);
    }
  }

  void setSize(GuestMemory memory, long[] a) {
    OpenFile file = run.descriptors().file((int) a[0], Rights.FD_FILESTAT_SET_SIZE);
    file.require(Rights.FD_WRITE);
    run.writable(file.mount()).resize(file.node(), a[1]);
  }

  private void write(GuestMemory memory, Output output) {
    byte[] buffer = run.buffer();
    for (int i = 0; i < vectors.count(); i++) {
      for (int done = 0; done < vectors.length(i); done += buffer.length) {
        Run.requireUninterrupted();
        int chunk = Math.min(buffer.length, vectors.length(i) - done);
        memory.read(vectors.address(i) + done, buffer, 0, chunk);
        output.write(buffer, 0, chunk);
      }
    }
  }

  /** All of it or nothing: there is room for all before the first byte is written. */
  private void write(GuestMemory memory, OpenFile file, long position) {
    int total = vectors.totalBytes();
    Scratch scratch = run.writable(file.mount());
    if (total == 0) {
      return;
    }
    // A sum past the largest number is negative, which is as much too large.
    long end = position + total;
    if (end < 0 || end > file.node().sizeBytes()) {
      scratch.resize(file.node(), end);
    }
    byte[] buffer = run.buffer();
    long at = position;
    for (int i = 0; i < vectors.count(); i++) {
      for (int done = 0; done < vectors.length(i); done += buffer.length) {
        Run.requireUninterrupted();
        int chunk = Math.min(buffer.length, vectors.length(i) - done);
        memory.read(vectors.address(i) + done, buffer, 0, chunk);
        scratch.write(file.node(), at, buffer, 0, chunk);
        at += chunk;
      }
    }
  }
}
