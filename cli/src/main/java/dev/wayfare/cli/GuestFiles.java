package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.shim.capability.FileTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that is copied into a function, for its guests to read below "/". */
final class GuestFiles {
  private static final long MOST_BYTES = 64L << 20;

  private GuestFiles() {}

  /**
   * The module with a copy of the folder as it is now.
   *
   * @param folder none for no files
   * @throws UserErrorException if the folder cannot be read or holds what no guest may have
   */
  static CompiledModule in(CompiledModule module, @Nullable Path folder) {
    if (folder == null) {
      return module;
    }
    try {
      return module.with(FileTree.copyOf(folder, MOST_BYTES));
    } catch (NoSuchFileException e) {
      throw new UserErrorException(
          "there is no folder " + folder + " to take the guest's files from; check the path", e);
    } catch (IOException e) {
      throw new UserErrorException(
          "the folder " + folder + " cannot be read (" + e.getMessage() + ")", e);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("the guest's files: " + e.getMessage(), e);
    }
  }
}
