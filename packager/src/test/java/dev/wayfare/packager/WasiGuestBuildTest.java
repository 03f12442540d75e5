package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds the guests of the WASI tests from their sources, and runs them like the committed ones.
 */
@Tag("toolchain")
final class WasiGuestBuildTest {
  @TempDir private Path folder;

  @Test
  void theCasesInCBuiltFromTheirSourcesGiveTheSame() throws IOException, InterruptedException {
    WasiGuest calls = built("calls");
    for (String name : WasiCallsTest.cases().toList()) {
      WasiCallsTest.requireExpected(calls, name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"std-rust", "std-go"})
  void aProgramBuiltFromItsSourceGivesTheSame(String name)
      throws IOException, InterruptedException {
    WasiCallsTest.requireExpectedOfProgram(built(name), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"contract", "early-file", "moody-start", "hostile-http", "hostile-command"})
  void aGuestBuiltFromItsSourceIsTheCommittedOne(String name)
      throws IOException, InterruptedException {
    assertThat(wasm(name)).isEqualTo(WasiGuest.wasm(name));
  }

  private WasiGuest built(String name) throws IOException, InterruptedException {
    return WasiGuest.of(wasm(name));
  }

  private byte[] wasm(String name) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process build =
        new ProcessBuilder(
                WasiGuest.FOLDER.resolve("build").toAbsolutePath().toString(),
                "--out",
                folder.toString(),
                name)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(build.waitFor()).as(Files.readString(log)).isZero();
    return Files.readAllBytes(folder.resolve(name + ".wasm"));
  }
}
