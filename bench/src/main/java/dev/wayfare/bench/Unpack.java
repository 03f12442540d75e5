package dev.wayfare.bench;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compiles a module to a folder that can be put on a class path, as a package would hold it. */
public final class Unpack {
  private Unpack() {}

  /** Takes the module's file and the folder. */
  public static void main(String[] arguments) throws IOException {
    Path module = Path.of(arguments[0]);
    String name = String.valueOf(module.getFileName());
    var compiled = ModuleCompiler.compile(name, Files.readAllBytes(module), TooLarge.REFUSED);
    for (var file : compiled.files().entrySet()) {
      Path path = Path.of(arguments[1], file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.write(path, file.getValue());
    }
  }
}
