package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.jar.Attributes;

/**
 * A folder that {@code java -jar function.jar} runs as a server, with what containers and systemd
 * need to do so.
 */
final class EdgeFormat implements ArchiveFormat {
  private static final String MAIN_CLASS = "dev.wayfare.shim.edge.EdgeServer";

  /** They are the same for every function, and lie beside this class in {@code edge/}. */
  private static final List<String> DEPLOYMENT = List.of("Dockerfile", "wayfare-function.service");

  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    var attributes = new HashMap<Attributes.Name, String>(ArchiveFormat.classPath(shim));
    attributes.put(Attributes.Name.MAIN_CLASS, MAIN_CLASS);
    files.put(FunctionJar.NAME, FunctionJar.of(module, attributes));
    DEPLOYMENT.forEach(name -> files.put(name, resource("edge/" + name)));
    return files;
  }

  private static byte[] resource(String name) {
    try (InputStream in = EdgeFormat.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
