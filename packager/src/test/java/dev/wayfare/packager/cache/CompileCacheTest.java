package dev.wayfare.packager.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.Examples;
import dev.wayfare.packager.WasmBytes;
import dev.wayfare.packager.cache.CompileCache.Found;
import dev.wayfare.packager.cache.CompileCache.Location;
import dev.wayfare.packager.cache.CompileCache.Source;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileCacheTest {
  private static final long MEMORY_BYTES = 64 << 20;
  private static final byte[] WASM = WasmBytes.printing("hello");

  @TempDir private Path temporary;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void folder() {
    folder = temporary.resolve("cache").resolve("wayfare");
  }

  @Test
  void aModuleIsCompiledOnceAndThenComesFromMemory() {
    CompileCache cache = CompileCache.inMemory(MEMORY_BYTES);
    assertThat(compile(cache).source()).isEqualTo(Source.COMPILER);
    assertThat(compile(cache).source()).isEqualTo(Source.MEMORY);
  }

  @Test
  void anotherProcessFindsTheSameBytesInTheFolder() {
    Found first = compile(cache());
    Found second = compile(cache());
    assertThat(first.source()).isEqualTo(Source.COMPILER);
    assertThat(second.source()).isEqualTo(Source.FOLDER);
    assertSame(second.module(), first.module());
    assertThat(ModuleImage.load(second.module().classLoader()).sha256())
        .isEqualTo(first.module().sha256());
    assertThat(warnings).isEmpty();
  }

  @Test
  void theFolderAndItsFilesAreTheOwnersAlone() throws IOException {
    compile(cache());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry())))
        .isEqualTo("rw-------");
  }

  @Test
  void aModuleKeepsTheNameItIsAskedForBy() {
    compile(cache());
    CompiledModule renamed = cache().compile("other.wasm", WASM, TooLarge.REFUSED).module();
    assertThat(renamed.name()).isEqualTo("other.wasm");
    assertThat(ModuleImage.load(renamed.classLoader()).name()).isEqualTo("other.wasm");
    assertThat(files()).hasSize(1);
  }

  @Test
  void anotherModuleIsAnotherEntry() {
    compile(cache());
    byte[] other = WasmBytes.printing("hullo");
    assertThat(cache().compile("a.wasm", other, TooLarge.REFUSED).source())
        .isEqualTo(Source.COMPILER);
    assertThat(files()).hasSize(2);
  }

  @Test
  void anotherCompilerCompilesAgain() {
    compile(cache());
    Found found = compile(cache("chicory 9.9.9", Long.MAX_VALUE));
    assertThat(found.source()).isEqualTo(Source.COMPILER);
    assertThat(warnings).as("an old entry is nobody's fault").isEmpty();
  }

  @Test
  void anEntryUnderTheNameOfAnotherVersionIsNotBelieved() throws IOException {
    compile(cache());
    Path old = entry();
    compile(cache("chicory 9.9.9", Long.MAX_VALUE));
    Path other = files().stream().filter(file -> !file.equals(old)).findFirst().orElseThrow();
    Files.copy(other, old, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(compile(cache()).source()).isEqualTo(Source.COMPILER);
    assertThat(warnings).containsExactly("compiling again, since " + old + " is damaged");
  }

  @Test
  void whatIsInterpretedIsRefusedFromTheFolderToo() {
    byte[] large = WasmBytes.largeStart();
    Found first = cache().compile("a.wasm", large, TooLarge.INTERPRETED);
    Found second = cache().compile("a.wasm", large, TooLarge.INTERPRETED);
    assertThat(second.source()).isEqualTo(Source.FOLDER);
    assertThat(second.module().report()).isEqualTo(first.module().report());
    assertThatThrownBy(() -> cache().compile("a.wasm", large, TooLarge.REFUSED))
        .isInstanceOf(InvalidModuleException.class);
  }

  @Test
  void whereNothingIsInterpretedBothWaysShareOneEntry() {
    compile(cache());
    assertThat(cache().compile("a.wasm", WASM, TooLarge.INTERPRETED).source())
        .isEqualTo(Source.FOLDER);
  }

  @Test
  void whatCannotBeCompiledLeavesNothing() {
    assertThatThrownBy(() -> cache().compile("a.wasm", WasmBytes.empty(), TooLarge.REFUSED))
        .isInstanceOf(InvalidModuleException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void noDamageOfThousandsGivesAnotherModuleThanTheOneThatWasStored() throws IOException {
    CompiledModule stored = compile(cache()).module();
    EntryKey key = new EntryKey("c", stored.sha256(), false);
    byte[] whole = Entry.encode(key, stored);
    assertThat(Entry.decode(key, "a.wasm", whole))
        .hasValueSatisfying(found -> assertSame(found, stored));
    long seed = 20260101;
    var random = new Random(seed);
    for (int i = 0; i < 4000; i++) {
      byte[] damaged = damage(whole, random);
      assertThat(Entry.decode(key, "a.wasm", damaged))
          .as("damage %s of seed %s", i, seed)
          .isEmpty();
    }
  }

  @Test
  void aDamagedEntryIsSaidSoAndRebuilt() throws IOException {
    CompiledModule stored = compile(cache()).module();
    byte[] whole = Files.readAllBytes(entry());
    var random = new Random(7);
    for (int i = 0; i < 40; i++) {
      warnings.clear();
      Files.write(entry(), damage(whole, random));
      Found found = compile(cache());
      assertThat(found.source()).isEqualTo(Source.COMPILER);
      assertSame(found.module(), stored);
      assertThat(warnings).containsExactly("compiling again, since " + entry() + " is damaged");
      assertThat(Files.readAllBytes(entry())).isEqualTo(whole);
    }
  }

  @Test
  void aFolderInThePlaceOfAnEntryIsNotStumbledOver() throws IOException {
    compile(cache());
    Path entry = entry();
    Files.delete(entry);
    Files.createDirectories(entry.resolve("inside"));
    assertThat(compile(cache()).source()).isEqualTo(Source.COMPILER);
    assertThat(warnings).hasSize(2).allMatch(line -> line.contains(folder.toString()));
  }

  @Test
  void aLinkInThePlaceOfAnEntryIsNotFollowed() throws IOException {
    compile(cache());
    Path elsewhere = Files.move(entry(), temporary.resolve("elsewhere"));
    Path name = folder.resolve(onlyName(elsewhere));
    Files.createSymbolicLink(name, elsewhere);
    assertThat(compile(cache()).source()).isEqualTo(Source.COMPILER);
    assertThat(warnings).singleElement().asString().contains("cannot be read");
    assertThat(Files.isSymbolicLink(name)).isFalse();
  }

  @Test
  void threadsThatAskAtOnceShareOneCompilation() throws Exception {
    CompileCache cache = cache();
    List<Found> all = atOnce(8, () -> compile(cache));
    assertThat(all.stream().filter(each -> each.source() == Source.COMPILER)).hasSize(1);
    assertThat(all.stream().map(Found::module).distinct()).hasSize(1);
  }

  @Test
  void processesThatStoreAtOnceLeaveOneWholeEntry() throws Exception {
    // One cache object each, as processes have: they share nothing but the folder.
    List<Found> all = atOnce(8, () -> compile(cache()));
    all.forEach(each -> assertSame(each.module(), all.getFirst().module()));
    assertThat(files()).hasSize(1);
    assertThat(compile(cache()).source()).isEqualTo(Source.FOLDER);
    assertThat(warnings).isEmpty();
  }

  @Test
  void theEntriesThatWereNotUsedForLongestMakeRoom() throws IOException {
    compile(cache());
    Path oldest = entry();
    long size = Files.size(oldest);
    CompileCache two = cache("chicory", 2 * size + size / 2);
    two.compile("a.wasm", WasmBytes.printing("other"), TooLarge.REFUSED);
    tick();
    two.compile("a.wasm", WasmBytes.printing("again"), TooLarge.REFUSED);
    assertThat(files()).hasSize(2).doesNotContain(oldest);
  }

  @Test
  void useKeepsAnEntry() throws IOException {
    compile(cache());
    Path first = entry();
    long size = Files.size(first);
    tick();
    cache().compile("b.wasm", WasmBytes.printing("other"), TooLarge.REFUSED);
    tick();
    compile(cache());
    tick();
    cache(version(), 2 * size + size / 2)
        .compile("c.wasm", WasmBytes.printing("again"), TooLarge.REFUSED);
    assertThat(files()).hasSize(2).contains(first);
  }

  @Test
  void whatIsLargerThanTheWholeCacheIsNotKept() {
    compile(cache(version(), 1000));
    assertThat(files()).isEmpty();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("is not kept in " + folder)
        .contains("more than the cache may hold, 1000");
  }

  @Test
  void whatADeadProcessLeftIsRemovedAndWhatALivingOneWritesIsNot() throws IOException {
    Files.createDirectories(folder);
    Path dead = Files.writeString(folder.resolve("1.part"), "");
    Files.setLastModifiedTime(dead, FileTime.from(now.minus(Duration.ofHours(2))));
    Path alive = Files.writeString(folder.resolve("2.part"), "");
    Files.setLastModifiedTime(alive, FileTime.from(now));
    compile(cache());
    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  @Test
  void aFolderThatCannotBeMadeStopsNothing() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    folder = file.resolve("cache");
    assertThat(compile(cache()).source()).isEqualTo(Source.COMPILER);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("compiling without the cache, since " + folder + " cannot be used");
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidOnce() throws IOException {
    // Removed rather than read-only: root may write to what is read-only.
    CompileCache cache = cache();
    Files.delete(folder);
    compile(cache);
    cache.compile("b.wasm", WasmBytes.printing("other"), TooLarge.REFUSED);
    assertThat(warnings).singleElement().asString().contains("is not kept in " + folder);
  }

  @Test
  void aFolderThatOthersCanWriteToIsRefused() throws IOException {
    Files.createDirectories(folder);
    for (String mode : List.of("rwxrwx---", "rwx----w-", "rwxrwxrwx")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(this::cache)
          .as(mode)
          .isInstanceOf(UnsafeFolderException.class)
          .hasMessage(
              "the compile cache %s can be written by other users (run chmod go-w on it), and"
                  + " classes are loaded from there; name another folder with --cache, or use"
                  + " --no-cache",
              folder.toRealPath());
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(compile(cache()).source()).isEqualTo(Source.COMPILER);
  }

  @Test
  void aFolderThatOthersCanReplaceIsRefused() throws IOException {
    Files.createDirectories(folder);
    Path above = temporary.resolve("cache");
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(this::cache)
        .isInstanceOf(UnsafeFolderException.class)
        .hasMessageContaining(
            "can be replaced by other users, who can write to " + above.toRealPath());
    Files.setAttribute(above, "unix:mode", 01777);
    assertThat(compile(cache()).source()).as("sticky, as /tmp is").isEqualTo(Source.COMPILER);
  }

  @Test
  void aLinkToAFolderThatOthersCanWriteToIsRefused() throws IOException {
    Path target = Files.createDirectories(temporary.resolve("target"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwxrwx"));
    folder = Files.createSymbolicLink(temporary.resolve("link"), target);
    assertThatThrownBy(this::cache).isInstanceOf(UnsafeFolderException.class);
  }

  @Test
  void realGuestsComeBackWhole() {
    for (Examples example : Set.of(Examples.C, Examples.ASSEMBLYSCRIPT)) {
      Found first = cache().compile(example.file(), example.wasm(), TooLarge.REFUSED);
      Found second = cache().compile(example.file(), example.wasm(), TooLarge.REFUSED);
      assertThat(second.source()).isEqualTo(Source.FOLDER);
      assertSame(second.module(), first.module());
    }
  }

  private CompileCache cache() {
    return cache(version(), Long.MAX_VALUE);
  }

  private static String version() {
    return "chicory";
  }

  private CompileCache cache(String compiler, long maxBytes) {
    return CompileCache.of(
        compiler, new Location(folder, maxBytes), MEMORY_BYTES, () -> now, warnings::add);
  }

  private static Found compile(CompileCache cache) {
    return cache.compile("a.wasm", WASM, TooLarge.REFUSED);
  }

  private void tick() {
    now = now.plusSeconds(1);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path entry() {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }

  private String onlyName(Path entry) throws IOException {
    // The name depends on the key alone, which a second compilation shows.
    compile(cache());
    Path file = entry();
    assertThat(file).hasSameBinaryContentAs(entry);
    Files.delete(file);
    return file.getFileName().toString();
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] damaged =
        switch (random.nextInt(3)) {
          case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
          case 1 -> Arrays.copyOf(whole, whole.length + 1 + random.nextInt(100));
          default -> whole.clone();
        };
    if (damaged.length == whole.length) {
      int flips = 1 + random.nextInt(3);
      var flipped = ConcurrentHashMap.<Integer>newKeySet();
      while (flipped.size() < flips) {
        int bit = random.nextInt(damaged.length * 8);
        if (flipped.add(bit)) {
          damaged[bit / 8] ^= (byte) (1 << (bit % 8));
        }
      }
    }
    return damaged;
  }

  private static List<Found> atOnce(int count, Callable<Found> task) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      var results = new ArrayList<Found>();
      for (Future<Found> each : threads.invokeAll(Collections.nCopies(count, task))) {
        results.add(each.get());
      }
      return results;
    }
  }

  private static void assertSame(CompiledModule actual, CompiledModule expected) {
    assertThat(actual.sha256()).isEqualTo(expected.sha256());
    assertThat(actual.report()).isEqualTo(expected.report());
    assertThat(actual.files().keySet()).isEqualTo(expected.files().keySet());
    actual
        .files()
        .forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(expected.files().get(path)));
  }
}
