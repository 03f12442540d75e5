package dev.wayfare.shim.edge;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Example guests, compiled once. */
final class Guests {
  /** A plain program: it tells its request, and echoes a body at /echo. */
  static final Guests HELLO = new Guests("hello-c");

  /** The same as an http-wasm handler. */
  static final Guests HANDLER = new Guests("handler-c");

  private final CompiledModule module;

  private Guests(String name) {
    try {
      Path file = Path.of("..", "examples", name, name + ".wasm");
      this.module =
          ModuleCompiler.compile(
              name + ".wasm", Files.readAllBytes(file), ModuleCompiler.TooLarge.REFUSED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ClassLoader classPath() {
    return module.classLoader();
  }

  String sha256() {
    return module.sha256();
  }

  /** Its function jar, as a package holds one. */
  Path jar(Path folder) throws IOException {
    Path file = folder.resolve(module.name() + ".jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : module.files().entrySet()) {
        jar.putNextEntry(new JarEntry(each.getKey()));
        jar.write(each.getValue());
      }
    }
    return file;
  }
}
