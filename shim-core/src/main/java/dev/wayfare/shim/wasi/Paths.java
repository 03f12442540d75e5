package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Link;
import dev.wayfare.shim.capability.Node;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.wasi.Descriptor.OpenDirectory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Follows a guest's paths. A path begins at an open directory and stays below it: neither "..", nor
 * a leading "/", nor a symbolic link leads out.
 */
final class Paths {
  static final int MOST_PATH_BYTES = 4096;
  static final int MOST_NAME_BYTES = 255;
  static final int MOST_LINKS = 40;

  private final Run run;

  Paths(Run run) {
    this.run = run;
  }

  /** An open directory that may be used for {@code right}, in a tree that was granted. */
  OpenDirectory base(int number, long right) {
    OpenDirectory base = run.descriptors().directory(number);
    if (!base.mount().granted()) {
      throw run.denied(Missing.FILES, Errno.ENOTCAPABLE);
    }
    base.require(right);
    return base;
  }

  /** A path in the guest's memory: UTF-8 without NUL. */
  static String read(GuestMemory memory, int address, int length) {
    memory.requireWithin(address, length);
    if (length > MOST_PATH_BYTES) {
      throw Errno.ENAMETOOLONG.failure();
    }
    String path = decoded(memory.bytes(address, length));
    if (path.indexOf('\0') >= 0) {
      throw Errno.EINVAL.failure();
    }
    return path;
  }

  /**
   * Where {@code path} leads from {@code base}.
   *
   * @param follow whether a symbolic link at its end is followed
   */
  static Place resolve(OpenDirectory base, String path, boolean follow) {
    boolean slash = path.endsWith("/");
    Deque<String> rest = new ArrayDeque<>();
    push(rest, path);
    Directory at = base.node();
    int links = 0;
    while (true) {
      String name = rest.pop();
      boolean last = rest.isEmpty();
      if (name.equals(".") || name.equals("..")) {
        at = name.equals(".") ? at : above(base, at);
        if (last) {
          return new Place(base.mount(), at, "", at, slash);
        }
        continue;
      }
      Node node = at.child(name);
      if (node instanceof Link link && (!last || follow || slash)) {
        links = counted(links);
        push(rest, link.target());
        slash |= last && link.target().endsWith("/");
      } else if (last) {
        return new Place(base.mount(), at, name, node, slash);
      } else {
        at = entered(node);
      }
    }
  }

  private static Directory above(OpenDirectory base, Directory at) {
    Directory parent = at.parent();
    if (at == base.node() || parent == null) {
      throw Errno.ENOTCAPABLE.failure();
    }
    return parent;
  }

  private static Directory entered(@Nullable Node node) {
    if (node == null) {
      throw Errno.ENOENT.failure();
    }
    if (node instanceof Directory directory) {
      return directory;
    }
    throw Errno.ENOTDIR.failure();
  }

  private static int counted(int links) {
    if (links == MOST_LINKS) {
      throw Errno.ELOOP.failure();
    }
    return links + 1;
  }

  private static void push(Deque<String> rest, String path) {
    if (path.isEmpty()) {
      throw Errno.ENOENT.failure();
    }
    if (path.startsWith("/")) {
      throw Errno.ENOTCAPABLE.failure();
    }
    String[] names = path.split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].isEmpty()) {
        requireShort(names[i]);
        rest.push(names[i]);
      }
    }
  }

  private static void requireShort(String name) {
    if (3 * name.length() > MOST_NAME_BYTES
        && name.getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES) {
      throw Errno.ENAMETOOLONG.failure();
    }
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Errno.EILSEQ.failure();
    }
  }
}
