package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.zip.Zip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jar with the compiled module; what differs between targets is its manifest. */
final class FunctionJar {
  static final String NAME = "function.jar";

  private FunctionJar() {}

  /**
   * The jar's bytes.
   *
   * @param attributes the manifest's, beside the module's SHA-256
   */
  static byte[] of(CompiledModule module, Map<Attributes.Name, String> attributes) {
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(new Attributes.Name("Wayfare-Module-SHA-256"), module.sha256());
    attributes.forEach(main::put);
    var files = new TreeMap<String, byte[]>(module.files());
    files.put(JarFile.MANIFEST_NAME, bytes(manifest));
    return Zip.uncompressed(files);
  }

  private static byte[] bytes(Manifest manifest) {
    var bytes = new ByteArrayOutputStream();
    try {
      manifest.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
