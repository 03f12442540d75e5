package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.util.SortedMap;

/**
 * A built jar for Google Cloud Functions: the one jar at the root is the function's, and its
 * manifest names the rest in {@code lib/}.
 */
final class GcpFormat implements ArchiveFormat {
  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    files.put(FunctionJar.NAME, FunctionJar.of(module, ArchiveFormat.classPath(shim)));
    return files;
  }
}
