package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wayfare package --aot-cache}, and the server that starts with such a cache. */
final class AotCacheIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void anUnpackedServerTakesItsClassesFromTheCache() throws Exception {
    run(0, "package", module(), "--target", "edge", "--aot-cache", "--out", folder.toString());
    Path unpacked = unpack(folder.resolve("handler-c-edge.zip"));
    // Mode "on" refuses to start where the cache is not usable.
    List<String> printed =
        serve(unpacked, "-XX:AOTMode=on", "-XX:AOTCache=function.aot", "-Xlog:class+load");
    assertThat(printed).anyMatch(line -> line.startsWith("listening http://127.0.0.1:"));
    for (String name :
        List.of(
            "dev.wayfare.shim.edge.EdgeServer",
            "dev.wayfare.shim.host.FunctionHost",
            "com.dylibso.chicory.runtime.Instance",
            "dev.wayfare.function.Machine")) {
      assertThat(printed)
          .filteredOn(line -> line.contains(" " + name + " source:"))
          .singleElement()
          .asString()
          .contains("shared objects file");
    }
    assertThat(Files.readString(unpacked.resolve("Dockerfile")))
        .contains("\"-XX:AOTCache=function.aot\", \"-jar\", \"function.jar\"");
    assertThat(Files.readString(unpacked.resolve("wayfare-function.service")))
        .contains(" -XX:AOTCache=function.aot -jar function.jar $WAYFARE_OPTIONS");
  }

  @Test
  void aServerStartsWithoutACacheThatItsJvmCannotUse() throws Exception {
    run(0, "package", module(), "--target", "edge", "--out", folder.toString());
    Path unpacked = unpack(folder.resolve("handler-c-edge.zip"));
    Files.writeString(unpacked.resolve("function.aot"), "of another JVM");
    assertThat(serve(unpacked, "-XX:AOTCache=function.aot"))
        .anyMatch(line -> line.startsWith("listening http://127.0.0.1:"));
  }

  @Test
  void onlyTheEdgeHasACache() throws Exception {
    assertThat(
            run(
                2,
                "package",
                module(),
                "--target",
                "aws",
                "--aot-cache",
                "--out",
                folder.toString()))
        .anyMatch(line -> line.contains("--aot-cache is for the target edge"));
  }

  private List<String> serve(Path unpacked, String... flags) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-jar", "function.jar", "--port", "0", "--exit-at-stdin-end"));
    Path printed = folder.resolve("printed");
    Process server =
        new ProcessBuilder(command)
            .directory(unpacked.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    server.getOutputStream().close();
    assertThat(server.waitFor()).isZero();
    return Files.readAllLines(printed);
  }

  private Path unpack(Path archive) throws IOException {
    Path unpacked = folder.resolve("unpacked");
    try (var zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = unpacked.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
        Files.setLastModifiedTime(file, entry.getLastModifiedTime());
      }
    }
    return unpacked;
  }

  private static String module() {
    return Project.ROOT.resolve("examples/handler-c/handler-c.wasm").toString();
  }

  private static List<String> run(int exit, String... arguments) throws Exception {
    try (WayfareProcess process = WayfareProcess.start(arguments)) {
      assertThat(process.awaitExit(PATIENCE)).as(process.toString()).isEqualTo(exit);
      return process.printed();
    }
  }
}
