package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.stream.Collectors;

/** What lies where in one target's archive. */
interface ArchiveFormat {
  /** Every file of the archive by its path. */
  SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim);

  /** The jars in {@code lib/}. */
  static SortedMap<String, byte[]> library(ShimJars shim) {
    var files = new TreeMap<String, byte[]>();
    shim.jars().forEach((name, bytes) -> files.put("lib/" + name, bytes));
    return files;
  }

  /** The manifest attribute that puts the jars of {@code lib/} on the class path. */
  static Map<Attributes.Name, String> classPath(ShimJars shim) {
    return Map.of(
        Attributes.Name.CLASS_PATH,
        shim.jars().keySet().stream().map(name -> "lib/" + name).collect(Collectors.joining(" ")));
  }
}
