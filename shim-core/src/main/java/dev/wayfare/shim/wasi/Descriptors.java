package dev.wayfare.shim.wasi;

import dev.wayfare.shim.wasi.Descriptor.OpenDirectory;
import dev.wayfare.shim.wasi.Descriptor.OpenFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a guest has open, by number. The lowest free number is given next, as POSIX has it. */
final class Descriptors {
  static final int MOST = 1024;
  private static final int USUAL = 16;

  private @Nullable Descriptor[] table = new Descriptor[USUAL];
  private int open;
  private int openAtBegin;
  private boolean changed;

  /** Closes everything and opens these, from number 0 upwards. */
  void begin(Descriptor... initial) {
    if (table.length > USUAL) {
      table = new Descriptor[USUAL];
    } else {
      Arrays.fill(table, null);
    }
    System.arraycopy(initial, 0, table, 0, initial.length);
    open = initial.length;
    openAtBegin = open;
    changed = false;
  }

  /** Whether what is open is not what was at the beginning, or not in the same state. */
  boolean isChanged() {
    return changed || open != openAtBegin;
  }

  void markChanged() {
    changed = true;
  }

  Descriptor get(int number) {
    Descriptor descriptor = number >= 0 && number < table.length ? table[number] : null;
    if (descriptor == null) {
      throw Errno.EBADF.failure();
    }
    return descriptor;
  }

  Descriptor get(int number, long right) {
    Descriptor descriptor = get(number);
    descriptor.require(right);
    return descriptor;
  }

  /** A file to read or write at a position: a pipe has none. */
  OpenFile file(int number, long right) {
    return switch (get(number)) {
      case OpenFile file -> {
        file.require(right);
        yield file;
      }
      case OpenDirectory directory -> throw notForData(directory, right);
      case Descriptor.Input input -> throw Errno.ESPIPE.failure();
      case Descriptor.Sink sink -> throw Errno.ESPIPE.failure();
    };
  }

  /** Why a directory cannot be used as a file. */
  static Errno.Failure notForData(OpenDirectory directory, long right) {
    return (right == Rights.FD_READ ? Errno.EISDIR : Errno.EBADF).failure();
  }

  OpenDirectory directory(int number) {
    if (get(number) instanceof OpenDirectory directory) {
      return directory;
    }
    throw Errno.ENOTDIR.failure();
  }

  void requireRoom() {
    if (open >= MOST) {
      throw Errno.EMFILE.failure();
    }
  }

  /** Opens; there must be room. */
  int add(Descriptor descriptor) {
    int number = 0;
    while (number < table.length && table[number] != null) {
      number++;
    }
    if (number == table.length) {
      table = Arrays.copyOf(table, Math.min(MOST, 2 * table.length));
    }
    table[number] = descriptor;
    open++;
    if (descriptor instanceof OpenFile file && file.mount().scratch() != null) {
      file.mount().scratch().opened(file.node());
    }
    return number;
  }

  void close(int number) {
    Descriptor descriptor = get(number);
    if (number < openAtBegin) {
      changed = true;
    }
    table[number] = null;
    open--;
    release(descriptor);
  }

  /** Makes {@code to} mean what {@code from} does, which is then closed. */
  void renumber(int from, int to) {
    Descriptor moved = get(from);
    Descriptor replaced = get(to);
    if (from == to) {
      return;
    }
    table[to] = moved;
    table[from] = null;
    open--;
    changed = true;
    release(replaced);
  }

  private static void release(Descriptor descriptor) {
    if (descriptor instanceof OpenFile file && file.mount().scratch() != null) {
      file.mount().scratch().closed(file.node());
    }
  }
}
