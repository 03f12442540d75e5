package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wayfare aot-cache}, and the router that starts with such a cache. */
final class RouterCacheIT {
  private static final int PATIENCE_MINUTES = 3;

  @TempDir private Path home;

  /** An installation of its own, so that the other tests start as they did. */
  @BeforeEach
  void install() throws IOException {
    Path built = Project.ROOT.resolve("cli/target/wayfare");
    for (String folder : List.of("lib", "share", "shims")) {
      try (Stream<Path> files = Files.walk(built.resolve(folder))) {
        for (Path file : files.toList()) {
          Files.copy(file, home.resolve(built.relativize(file)));
        }
      }
    }
    Files.copy(Project.ROOT.resolve("wayfare"), home.resolve("wayfare"));
  }

  @Test
  void theRouterTakesItsClassesFromTheCache() throws Exception {
    assertThat(run(0, "", "aot-cache")).containsExactly(home.resolve("router.aot").toString());
    // Mode "on" refuses to start where the cache is not usable.
    List<String> printed = run(0, "-XX:AOTMode=on -Xlog:class+load", "router", "--rehearse");
    for (String name :
        List.of(
            "dev.wayfare.router.proxy.Exchange",
            "io.netty.channel.epoll.EpollIoHandler",
            "org.h2.mvstore.MVStore",
            "org.flywaydb.core.Flyway")) {
      assertThat(printed)
          .filteredOn(line -> line.contains(" " + name + " source:"))
          .singleElement()
          .asString()
          .contains("shared objects file");
    }
  }

  @Test
  void theRouterStartsWithACacheThatItsJvmCannotUseAndSaysNothingOfIt() throws Exception {
    Files.writeString(home.resolve("router.aot"), "of another JVM");
    assertThat(run(0, "", "router", "--rehearse"))
        .noneMatch(line -> line.contains("AOT") || line.contains("aot"));
  }

  private List<String> run(int exit, String options, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(home.resolve("wayfare").toString());
    command.addAll(List.of(arguments));
    Path printed = home.resolve("printed");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().put("WAYFARE_JAVA_OPTIONS", options);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(printed);
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isEqualTo(exit);
    return lines;
  }
}
