package dev.wayfare.packager.cache;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who else could put a file where classes are loaded from. Looks at modes, and not at whether an
 * access succeeds, so that it says the same to root. Access control lists beside the modes are not
 * seen; nor is anything where the file system has no modes, as on Windows.
 */
final class Ownership {
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  private Ownership() {}

  /**
   * What is wrong with a folder, as the rest of a sentence that began with its path; nothing if
   * only its owner, who runs this process, can change what is in it.
   *
   * @param folder a real path: absolute, without symbolic links
   */
  static Optional<String> complaint(Path folder) throws IOException {
    if (!hasModes(folder)) {
      return Optional.empty();
    }
    if (uid(folder) != new UnixSystem().getUid()) {
      return Optional.of("belongs to another user (" + Files.getOwner(folder).getName() + ")");
    }
    if ((mode(folder) & (GROUP_WRITES | OTHERS_WRITE)) != 0) {
      return Optional.of("can be written by other users (run chmod go-w on it)");
    }
    // Whoever can rename a folder on the way can put another in the place of this one.
    for (Path above = folder.getParent(); above != null; above = above.getParent()) {
      if ((mode(above) & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
        return Optional.of(
            "can be replaced by other users, who can write to "
                + above
                + " (run chmod o-w on that)");
      }
    }
    return Optional.empty();
  }

  static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
