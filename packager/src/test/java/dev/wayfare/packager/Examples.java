package dev.wayfare.packager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The committed guests. */
public enum Examples {
  RUST("hello-rust"),
  C("hello-c"),
  CPP("hello-cpp"),
  GO("hello-go"),
  ASSEMBLYSCRIPT("hello-assemblyscript"),
  HANDLER_RUST("handler-rust"),
  HANDLER_C("handler-c"),
  HANDLER_GO("handler-go"),
  HANDLER_ASSEMBLYSCRIPT("handler-assemblyscript"),
  HANDLER_JAVASCRIPT("handler-javascript");

  /** The folder of the examples, seen from a module's own folder, where Maven runs its tests. */
  public static final Path FOLDER = Path.of("..", "examples");

  private final String name;

  Examples(String name) {
    this.name = name;
  }

  /** The module's file name. */
  public String file() {
    return name + ".wasm";
  }

  /** The module's bytes. */
  public byte[] wasm() {
    try {
      return Files.readAllBytes(FOLDER.resolve(name).resolve(file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
