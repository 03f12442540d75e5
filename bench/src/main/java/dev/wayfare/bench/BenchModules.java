package dev.wayfare.bench;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.engine.ModuleImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The modules that are measured, compiled as the packager does. */
public final class BenchModules {
  /** Where {@code bench/run} says that the repository is. */
  private static final Path ROOT = Path.of(System.getProperty("wayfare.root", "."));

  private BenchModules() {}

  /** One of the guests in {@code bench/guests}, or "javascript" for the example in JavaScript. */
  public static ModuleImage image(String name) {
    Path file = file(name);
    try {
      byte[] wasm = Files.readAllBytes(file);
      return ModuleImage.load(
          ModuleCompiler.compile(file.getFileName().toString(), wasm, TooLarge.REFUSED)
              .classLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a module. */
  public static Path file(String name) {
    return name.equals("javascript")
        ? ROOT.resolve("examples/handler-javascript/handler-javascript.wasm")
        : ROOT.resolve("bench/guests").resolve(name + ".wasm");
  }
}
