package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

  private final boolean hasAotCache;

  /** With a cache for the JVM, or without. */
  EdgeFormat(boolean hasAotCache) {
    this.hasAotCache = hasAotCache;
  }

  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    var attributes = new HashMap<Attributes.Name, String>(ArchiveFormat.classPath(shim));
    attributes.put(Attributes.Name.MAIN_CLASS, MAIN_CLASS);
    files.put(FunctionJar.NAME, FunctionJar.of(module, attributes));
    DEPLOYMENT.forEach(name -> files.put(name, deployment(name)));
    if (hasAotCache) {
      files.put(AotCache.NAME, AotCache.of(files));
    }
    return files;
  }

  /** Where there is a cache, the JVM is told of it before it is told of the jar. */
  private byte[] deployment(String name) {
    String text = new String(resource("edge/" + name), StandardCharsets.UTF_8);
    return (hasAotCache
            ? text.replace("\"-jar\", ", "\"" + AotCache.FLAG + "\", \"-jar\", ")
                .replace(" -jar function.jar $", " " + AotCache.FLAG + " -jar function.jar $")
            : text)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = EdgeFormat.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
