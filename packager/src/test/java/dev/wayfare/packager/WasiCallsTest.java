package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.engine.ModuleDescription.Imported;
import dev.wayfare.shim.wasi.Frozen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of WASI preview 1, made by guests in C, Rust and Go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WasiCallsTest {
  private static final List<String> GUESTS = List.of("calls", "std-rust", "std-go");
  private static final Path EXPECTED = WasiGuest.FOLDER.resolve("expected");

  private WasiGuest calls;

  @BeforeAll
  void compile() {
    calls = WasiGuest.of(WasiGuest.wasm("calls"));
  }

  /** The cases of the guest in C, each with a file of what it must print. */
  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(EXPECTED.resolve("calls"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".txt", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCaseInCGivesJustTheNumbersAndBytesExpected(String name) throws IOException {
    requireExpected(calls, name);
  }

  static void requireExpected(WasiGuest calls, String name) throws IOException {
    Grants grants = name.equals("denied") ? nothing() : WasiStage.granted().build();
    assertThat(new WasiStage(grants).transcriptOf(calls, "calls.wasm", name))
        .as(name)
        .isEqualTo(Files.readString(EXPECTED.resolve("calls").resolve(name + ".txt")));
  }

  @ParameterizedTest
  @CsvSource({"std-rust", "std-go"})
  void aProgramFindsItsStandardLibraryAtWork(String name) throws IOException {
    requireExpectedOfProgram(WasiGuest.of(WasiGuest.wasm(name)), name);
  }

  static void requireExpectedOfProgram(WasiGuest guest, String name) throws IOException {
    assertThat(new WasiStage(WasiStage.granted().build()).transcriptOf(guest, name + ".wasm"))
        .isEqualTo(Files.readString(EXPECTED.resolve(name + ".txt")));
  }

  @Test
  void everyCallIsImportedByAGuestHereAndHasTheTypeThatItsCompilerGaveIt() {
    Map<String, String> offered = new HashMap<>();
    for (HostCall call : new WasiStage(nothing()).wasi().calls()) {
      offered.put(call.module() + "." + call.name(), call.type());
    }
    var imported = new HashSet<String>();
    for (String guest : GUESTS) {
      for (Imported each : ModuleDescription.of(WasiGuest.wasm(guest)).imports()) {
        assertThat(offered).containsEntry(each.toString(), each.type());
        imported.add(each.toString());
      }
    }
    assertThat(imported).isEqualTo(offered.keySet()).hasSize(46);
  }

  @Test
  void nothingOfARunIsLeftForTheNext() {
    String fresh =
        new WasiStage(WasiStage.granted().build()).transcriptOf(calls, "calls.wasm", "look");
    var stage = new WasiStage(WasiStage.granted().build());
    assertThat(stage.transcriptOf(calls, "calls.wasm", "litter")).contains("left: type 4");
    assertThat(stage.transcriptOf(calls, "calls.wasm", "look")).isEqualTo(fresh);
    stage.wasi().end();
    assertThat(stage.wasi().frozen()).isEmpty();
  }

  @Test
  @Timeout(60)
  void anInterruptEndsASleepingGuestAtOnce() throws Exception {
    var asleep = new CountDownLatch(1);
    var stage =
        new WasiStage(
            WasiStage.granted().build(),
            nanos -> {
              asleep.countDown();
              TimeUnit.NANOSECONDS.sleep(nanos);
            });
    var ending = new CompletableFuture<String>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> ending.complete(stage.transcriptOf(calls, "calls.wasm", "sleep-long")));
    asleep.await();
    thread.interrupt();
    assertThat(ending.get()).isEqualTo("trapped: interrupted\n");
    thread.join();
  }

  @ParameterizedTest
  @CsvSource({
    "randomness, RANDOMNESS",
    "clocks, CLOCK",
    "environment, ENVIRONMENT",
    "litter, FILES",
    "leave-open, FILES",
    "times, FILES",
    "flags, FILES",
    "rights, FILES",
    "nonblock, ",
    "just-read, ",
    "arguments, ",
    "yield, "
  })
  void whatASnapshotWouldFreezeIsSaid(String name, Frozen expected) {
    var stage = new WasiStage(WasiStage.granted().build());
    stage.transcriptOf(calls, "calls.wasm", name);
    assertThat(stage.wasi().frozen()).isEqualTo(expected == null ? Set.of() : Set.of(expected));
  }

  private static Grants nothing() {
    return Grants.builder()
        .clock(new Grants.Clock.Off())
        .randomness(new Grants.Randomness.Off())
        .build();
  }
}
