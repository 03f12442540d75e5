package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.zip.Zip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Puts a compiled module and a target's shim into the archive that the target accepts. */
public final class Packager {
  private final Path shims;
  private final List<AzureTrigger> azureTriggers;
  private final boolean hasAotCache;

  /**
   * A packager that finds the shims' jars in {@code shims/aws}, {@code shims/azure} and so on.
   *
   * @param shims the folder that holds one folder for each target
   */
  public Packager(Path shims) {
    this(shims, List.of());
  }

  /**
   * A packager whose archives for Azure hold functions for these triggers too.
   *
   * @param shims as above
   */
  public Packager(Path shims, List<AzureTrigger> azureTriggers) {
    this(shims, azureTriggers, false);
  }

  private Packager(Path shims, List<AzureTrigger> azureTriggers, boolean hasAotCache) {
    this.shims = shims;
    this.azureTriggers = List.copyOf(azureTriggers);
    this.hasAotCache = hasAotCache;
  }

  /**
   * This, but archives for the edge hold a cache for the JVM that runs this process, {@value
   * AotCache#NAME}, with which the server starts several times as fast. No two caches are the same,
   * not even of the same function.
   */
  public Packager withAotCache() {
    return new Packager(shims, azureTriggers, true);
  }

  /**
   * Writes one archive, whole or not at all; the same module and shim give the same bytes, but for
   * a cache.
   *
   * @param out the folder to write to; made if it is not there
   * @return the archive, such as {@code out/hello-aws.zip} for "hello.wasm"
   * @throws PackagingException if the shim's jars are missing, the file cannot be written, two
   *     triggers are one, or no cache can be made
   */
  public Path write(CompiledModule module, Target target, Path out) {
    ShimJars shim = ShimJars.in(shims.resolve(target.id()), target);
    byte[] archive =
        Zip.of(format(target).files(module, shim), "wayfare module sha256:" + module.sha256());
    Path file = out.resolve(baseName(module.name()) + "-" + target.id() + ".zip");
    // The process's id keeps two processes that write the same archive apart.
    Path unfinished =
        out.resolve(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.createDirectories(out);
      try {
        Files.write(unfinished, archive);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new PackagingException("cannot write " + file + " (" + e + ")", e);
    }
    return file;
  }

  /**
   * Writes the jar with a compiled module alone, as the edge server takes several of with {@code
   * --function}.
   *
   * @throws PackagingException if the file cannot be written
   */
  public static void writeFunction(CompiledModule module, Path file) {
    try {
      Files.write(file, FunctionJar.of(module, Map.of()));
    } catch (IOException e) {
      throw new PackagingException("cannot write " + file + " (" + e + ")", e);
    }
  }

  private ArchiveFormat format(Target target) {
    return switch (target) {
      case AWS -> new AwsFormat();
      case AZURE -> new AzureFormat(azureTriggers);
      case GCP -> new GcpFormat();
      case EDGE -> new EdgeFormat(hasAotCache);
    };
  }

  private static String baseName(String name) {
    return name.endsWith(".wasm") ? name.substring(0, name.length() - ".wasm".length()) : name;
  }
}
