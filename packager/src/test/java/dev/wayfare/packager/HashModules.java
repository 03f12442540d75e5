package dev.wayfare.packager;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.packager.split.AddedStart;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.Guests;
import dev.wayfare.shim.engine.ModuleImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules of the npm package hash-wasm, which holds them in base64 inside a script. */
final class HashModules {
  private static final Path FOLDER = Path.of("src", "test", "real-modules");
  private static final Path SCRIPT = FOLDER.resolve("node_modules/hash-wasm/dist/index.umd.js");
  private static final Pattern MODULE =
      Pattern.compile("var name[$\\w]* = \"(\\w+)\";\\s*var data[$\\w]* = \"([^\"]+)\";");

  private HashModules() {}

  /** Every module by its name, as it was published. */
  static Map<String, byte[]> all() throws IOException {
    var modules = new TreeMap<String, byte[]>();
    Matcher matcher = MODULE.matcher(Files.readString(SCRIPT));
    while (matcher.find()) {
      modules.put(matcher.group(1), Base64.getDecoder().decode(matcher.group(2)));
    }
    return Collections.unmodifiableMap(modules);
  }

  /** Guests of one module, which is compiled as a package would hold it. */
  static Guests guests(String name, byte[] wasm) {
    return new Guests(
        ModuleImage.load(
            ModuleCompiler.compile(name + ".wasm", AddedStart.to(wasm), TooLarge.REFUSED)
                .classLoader()),
        Limits.DEFAULT);
  }

  /** What {@code calls.mjs} makes of these lines, a line for each. */
  static List<String> outcomesOnNode(List<String> lines) throws IOException, InterruptedException {
    Path input = Files.createTempFile("calls", ".txt");
    Path output = Files.createTempFile("outcomes", ".txt");
    try {
      Files.write(input, lines);
      Process node =
          new ProcessBuilder("node", FOLDER.resolve("calls.mjs").toString())
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .redirectErrorStream(true)
              .start();
      int code = node.waitFor();
      List<String> outcomes = Files.readAllLines(output);
      if (code != 0) {
        throw new IOException("node ended with code " + code + ": " + outcomes);
      }
      return outcomes;
    } finally {
      Files.delete(input);
      Files.delete(output);
    }
  }
}
