package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.util.Map;
import java.util.SortedMap;

/** A Lambda deployment package for Java: class files at the root, jars in {@code lib/}. */
final class AwsFormat implements ArchiveFormat {
  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    files.put("lib/" + FunctionJar.NAME, FunctionJar.of(module, Map.of()));
    return files;
  }
}
