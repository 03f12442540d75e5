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
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules of the npm package hash-wasm, which holds them in base64 inside a script. */
final class HashModules {
  private static final Path SCRIPT =
      Path.of("src/test/real-modules/node_modules/hash-wasm/dist/index.umd.js");
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
}
