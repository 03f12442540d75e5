package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.RegularFile;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.Input;
import dev.wayfare.shim.wasi.Descriptor.OpenDirectory;
import dev.wayfare.shim.wasi.Descriptor.OpenFile;

/** The calls that read what is in files and on standard input. */
final class ReadCalls {
  private final Run run;
  private final Vectors vectors = new Vectors();

  ReadCalls(Run run) {
    this.run = run;
  }

  void read(GuestMemory memory, long[] a) {
    Descriptor descriptor = run.descriptors().get((int) a[0]);
    int result = (int) a[3];
    memory.requireWithin(result, 4);
    vectors.load(memory, (int) a[1], (int) a[2]);
    // No switch over the types: the first one of a process takes milliseconds, in a cold start.
    if (descriptor instanceof Input input) {
      input.require(Rights.FD_READ);
      memory.writeInt(result, read(memory, input));
    } else if (descriptor instanceof OpenFile file) {
      file.require(Rights.FD_READ);
      int count = read(memory, file.node(), file.position());
      file.moveTo(file.position() + count);
      memory.writeInt(result, count);
    } else {
      throw (descriptor instanceof OpenDirectory ? Errno.EISDIR : Errno.EBADF).failure();
    }
  }

  void pread(GuestMemory memory, long[] a) {
    OpenFile file = run.descriptors().file((int) a[0], Rights.FD_READ);
    file.require(Rights.FD_SEEK);
    long position = a[3];
    int result = (int) a[4];
    memory.requireWithin(result, 4);
    vectors.load(memory, (int) a[1], (int) a[2]);
    if (position < 0) {
      throw Errno.EINVAL.failure();
    }
    memory.writeInt(result, read(memory, file.node(), position));
  }

  private int read(GuestMemory memory, Input input) {
    int start = input.position();
    for (int i = 0; i < vectors.count() && input.rest() > 0; i++) {
      int count = Math.min(vectors.length(i), input.rest());
      memory.write(vectors.address(i), input.bytes(), input.position(), count);
      input.advance(count);
    }
    return input.position() - start;
  }

  private int read(GuestMemory memory, RegularFile file, long position) {
    long at = position;
    for (int i = 0; i < vectors.count() && at < file.sizeBytes(); i++) {
      int count = (int) Math.min(vectors.length(i), file.sizeBytes() - at);
      copy(file, (int) at, memory, vectors.address(i), count);
      at += count;
    }
    return (int) (at - position);
  }

  private void copy(RegularFile file, int position, GuestMemory memory, int address, int count) {
    byte[] buffer = run.buffer();
    for (int done = 0; done < count; done += buffer.length) {
      Run.requireUninterrupted();
      int chunk = Math.min(buffer.length, count - done);
      file.read(position + done, buffer, 0, chunk);
      memory.write(address + done, buffer, 0, chunk);
    }
  }
}
