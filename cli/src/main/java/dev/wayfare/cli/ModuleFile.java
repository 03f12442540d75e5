package dev.wayfare.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A module as the user named it. */
final class ModuleFile {
  private final String name;
  private final byte[] wasm;

  private ModuleFile(String name, byte[] wasm) {
    this.name = name;
    this.wasm = wasm;
  }

  /**
   * Reads a module.
   *
   * @throws UserErrorException if it is not there or cannot be read
   */
  static ModuleFile read(Path file) {
    try {
      return new ModuleFile(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UserErrorException("there is no module " + file + "; check the path", e);
    } catch (AccessDeniedException e) {
      throw new UserErrorException("the module " + file + " may not be read", e);
    } catch (IOException e) {
      throw new UserErrorException(
          "the module " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** The file's name without its folder. */
  String name() {
    return name;
  }

  /** All its bytes; not to be changed. */
  byte[] wasm() {
    return wasm;
  }
}
