package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.util.HashMap;
import java.util.SortedMap;
import java.util.jar.Attributes;

/** A folder that {@code java -jar function.jar} runs as a server. */
final class EdgeFormat implements ArchiveFormat {
  private static final String MAIN_CLASS = "dev.wayfare.shim.edge.EdgeServer";

  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    var attributes = new HashMap<Attributes.Name, String>(ArchiveFormat.classPath(shim));
    attributes.put(Attributes.Name.MAIN_CLASS, MAIN_CLASS);
    files.put(FunctionJar.NAME, FunctionJar.of(module, attributes));
    return files;
  }
}
