package dev.wayfare.packager.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.Examples;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.packager.zip.Zip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PackagerTest {
  private static final CompiledModule MODULE =
      ModuleCompiler.compile("hello.wasm", Examples.C.wasm(), TooLarge.REFUSED);

  @TempDir private Path folder;

  @BeforeEach
  void shims() throws IOException {
    for (Target target : Target.values()) {
      Path shim = Files.createDirectories(folder.resolve("shims").resolve(target.id()));
      for (String jar : new String[] {"wayfare-shim-" + target.id() + "-1.jar", "engine-2.jar"}) {
        Files.write(shim.resolve(jar), jar(jar));
      }
      Files.writeString(shim.resolve("README"), "no jar");
    }
  }

  @Test
  void lambdaGetsItsJarsInLib() throws IOException {
    assertThat(paths(write(Target.AWS)))
        .containsExactly("lib/engine-2.jar", "lib/function.jar", "lib/wayfare-shim-aws-1.jar");
  }

  @Test
  void googleGetsOneJarAtTheRootThatNamesTheRest() throws IOException {
    Path archive = write(Target.GCP);
    assertThat(paths(archive))
        .containsExactly("function.jar", "lib/engine-2.jar", "lib/wayfare-shim-gcp-1.jar");
    assertThat(manifest(archive, "function.jar", "Class-Path"))
        .isEqualTo("lib/engine-2.jar lib/wayfare-shim-gcp-1.jar");
  }

  @Test
  void edgeGetsAJarThatRunsAndWhatContainersAndSystemdNeed() throws IOException {
    Path archive = write(Target.EDGE);
    assertThat(paths(archive))
        .containsExactly(
            "Dockerfile",
            "function.jar",
            "lib/engine-2.jar",
            "lib/wayfare-shim-edge-1.jar",
            "wayfare-function.service");
    assertThat(manifest(archive, "function.jar", "Main-Class"))
        .isEqualTo("dev.wayfare.shim.edge.EdgeServer");
    assertThat(manifest(archive, "function.jar", "Class-Path"))
        .isEqualTo("lib/engine-2.jar lib/wayfare-shim-edge-1.jar");
  }

  @Test
  void azureGetsHostJsonAppJarAndAFolderForTheFunction() throws IOException {
    Path archive = write(Target.AZURE);
    assertThat(paths(archive))
        .containsExactly(
            "app.jar",
            "function/function.json",
            "host.json",
            "lib/engine-2.jar",
            "lib/function.jar");
    assertThat(content(archive, "app.jar")).isEqualTo(uncompressed("wayfare-shim-azure-1.jar"));
    assertThat(new String(content(archive, "function/function.json"), StandardCharsets.UTF_8))
        .contains("\"scriptFile\": \"../app.jar\"")
        .contains("\"entryPoint\": \"dev.wayfare.shim.azure.AzureFunction.run\"");
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void everyArchiveSaysWhichModuleItHolds(Target target) throws IOException {
    Path archive = write(target);
    String jar = target == Target.GCP || target == Target.EDGE ? "" : "lib/";
    assertThat(manifest(archive, jar + "function.jar", "Wayfare-Module-SHA-256"))
        .isEqualTo(MODULE.sha256());
    try (var zip = new ZipFile(archive.toFile())) {
      assertThat(zip.getComment()).isEqualTo("wayfare module sha256:" + MODULE.sha256());
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void theSameInputGivesTheSameBytesWheneverItIsPackaged(Target target) throws IOException {
    byte[] first = Files.readAllBytes(write(target));
    try (Stream<Path> jars = Files.list(folder.resolve("shims").resolve(target.id()))) {
      for (Path jar : jars.toList()) {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
      }
    }
    CompiledModule again =
        ModuleCompiler.compile("hello.wasm", Examples.C.wasm(), TooLarge.REFUSED);
    Path second = packager().write(again, target, folder.resolve("elsewhere"));
    assertThat(Files.readAllBytes(second)).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void theJarsHoldWhatTheyHeldButUncompressed(Target target) throws IOException {
    Path archive = write(target);
    assertThat(content(archive, "lib/engine-2.jar")).isEqualTo(uncompressed("engine-2.jar"));
    assertThat(Zip.files(uncompressed("engine-2.jar")).get("some/name"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("the bytes of engine-2.jar");
    for (String path : paths(archive)) {
      if (path.endsWith(".jar")) {
        assertThat(methods(content(archive, path))).containsOnly(ZipEntry.STORED);
      }
    }
  }

  @Test
  void nothingUnfinishedIsLeftBesideTheArchive() throws IOException {
    Path archive = write(Target.AWS);
    try (Stream<Path> files = Files.list(archive.getParent())) {
      assertThat(files).containsExactly(archive);
    }
  }

  @Test
  void nothingUnfinishedIsLeftWhereTheArchiveCannotBeWritten() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("out/hello-aws.zip/inside"));
    assertThatThrownBy(() -> write(Target.AWS)).isInstanceOf(PackagingException.class);
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files).containsExactly(taken.getParent());
    }
  }

  @Test
  void aMissingShimIsNamed() {
    assertThatThrownBy(
            () -> new Packager(folder.resolve("nowhere")).write(MODULE, Target.AWS, folder))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("lacks the shim in")
        .hasMessageContaining("nowhere");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> packager().write(MODULE, Target.AWS, file))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("cannot write " + file.resolve("hello-aws.zip"));
  }

  private Path write(Target target) {
    return packager().write(MODULE, target, folder.resolve("out"));
  }

  private Packager packager() {
    return new Packager(folder.resolve("shims"));
  }

  private static Set<String> paths(Path archive) throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      var paths = new TreeSet<String>();
      zip.stream().forEach(entry -> paths.add(entry.getName()));
      return paths;
    }
  }

  /** A jar as a build makes it, with a folder of its own. */
  private static byte[] jar(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new ZipOutputStream(bytes)) {
      jar.putNextEntry(new ZipEntry("some/"));
      jar.putNextEntry(new ZipEntry("some/name"));
      jar.write(("the bytes of " + name).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] uncompressed(String name) throws IOException {
    return Zip.uncompressed(Zip.files(jar(name)));
  }

  private static Set<Integer> methods(byte[] jar) throws IOException {
    var methods = new TreeSet<Integer>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        methods.add(entry.getMethod());
      }
    }
    return methods;
  }

  private static byte[] content(Path archive, String path) throws IOException {
    try (var zip = new ZipFile(archive.toFile());
        var in = zip.getInputStream(zip.getEntry(path))) {
      return in.readAllBytes();
    }
  }

  private String manifest(Path archive, String path, String attribute) throws IOException {
    Path jar = Files.write(folder.resolve("extracted.jar"), content(archive, path));
    try (var file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(attribute);
    }
  }
}
