package dev.wayfare.packager.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.Digest;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compiles each module once: what was compiled is kept in memory while this object lives, and in a
 * folder if one is named. Both are bounded in bytes. Safe for any number of threads; of those that
 * ask for one module at once, one compiles it.
 */
public final class CompileCache {
  private final String compiler;
  private final Cache<MemoryKey, CompiledModule> memory;
  private final Optional<CacheFolder> folder;

  private CompileCache(String compiler, long memoryBytes, Optional<CacheFolder> folder) {
    this.compiler = compiler;
    this.memory =
        Caffeine.newBuilder()
            .maximumWeight(memoryBytes)
            .weigher((MemoryKey key, CompiledModule module) -> bytes(module))
            .executor(Runnable::run)
            .build();
    this.folder = folder;
  }

  /**
   * A cache in memory only.
   *
   * @param memoryBytes the most that is kept
   */
  public static CompileCache inMemory(long memoryBytes) {
    return new CompileCache(ModuleCompiler.version(), memoryBytes, Optional.empty());
  }

  /**
   * A cache in memory and in a folder.
   *
   * @param location the folder, made if it is not there, and how much it may hold
   * @param memoryBytes the most that is kept in memory
   * @param clock dates what is used
   * @param warnings takes one sentence where an entry is damaged, or nothing can be kept
   * @throws UnsafeFolderException if others could put classes into the folder
   */
  public static CompileCache of(
      Location location, long memoryBytes, InstantSource clock, Consumer<String> warnings) {
    return of(ModuleCompiler.version(), location, memoryBytes, clock, warnings);
  }

  static CompileCache of(
      String compiler,
      Location location,
      long memoryBytes,
      InstantSource clock,
      Consumer<String> warnings) {
    return new CompileCache(
        compiler,
        memoryBytes,
        CacheFolder.open(location.folder(), location.maxBytes(), clock, warnings));
  }

  /**
   * A folder for compiled modules.
   *
   * @param maxBytes the most that all of them together take, at least 1
   */
  public record Location(Path folder, long maxBytes) {
    /** Checks the bound. */
    public Location {
      if (maxBytes < 1) {
        throw new IllegalArgumentException("a cache of " + maxBytes + " bytes holds nothing");
      }
    }
  }

  /** Where a compiled module came from. */
  public enum Source {
    /** It was compiled just now. */
    COMPILER,
    /** Another process, or this one earlier, had left it in the folder. */
    FOLDER,
    /** This process had it. */
    MEMORY
  }

  /** A compiled module and where it came from. */
  public record Found(CompiledModule module, Source source) {}

  /**
   * The compiled module; parameters and exceptions are those of {@link ModuleCompiler#compile}, and
   * nothing is kept of a module that cannot be compiled.
   */
  public Found compile(String name, byte[] wasm, TooLarge tooLarge) {
    String sha256 = HexFormat.of().formatHex(Digest.of(wasm));
    var source = new Source[] {Source.MEMORY};
    CompiledModule module =
        memory.get(
            new MemoryKey(sha256, tooLarge),
            _ -> {
              Found found = findOrCompile(sha256, name, wasm, tooLarge);
              source[0] = found.source();
              return found.module();
            });
    return new Found(module.named(name), source[0]);
  }

  private Found findOrCompile(String sha256, String name, byte[] wasm, TooLarge tooLarge) {
    for (EntryKey key : keys(sha256, tooLarge)) {
      Optional<CompiledModule> kept = folder.flatMap(place -> place.find(key, name));
      if (kept.isPresent()) {
        return new Found(kept.get(), Source.FOLDER);
      }
    }
    CompiledModule module = ModuleCompiler.compile(name, wasm, tooLarge);
    var key = new EntryKey(compiler, sha256, !module.report().interpreted().isEmpty());
    folder.ifPresent(place -> place.store(key, module));
    return new Found(module, Source.COMPILER);
  }

  private List<EntryKey> keys(String sha256, TooLarge tooLarge) {
    var compiled = new EntryKey(compiler, sha256, false);
    return switch (tooLarge) {
      case REFUSED -> List.of(compiled);
      case INTERPRETED -> List.of(compiled, new EntryKey(compiler, sha256, true));
    };
  }

  private static int bytes(CompiledModule module) {
    long bytes = module.code().values().stream().mapToLong(each -> each.length).sum();
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private record MemoryKey(String sha256, TooLarge tooLarge) {}
}
