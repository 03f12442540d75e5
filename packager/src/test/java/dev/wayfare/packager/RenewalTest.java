package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.Isolation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.capability.FileTree;
import dev.wayfare.shim.capability.SeededRandom;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to guests between two requests, by real modules. */
final class RenewalTest {
  /** A guest is back in the pool before the next request looks for one. */
  private static final Map<String, String> ONE_AT_A_TIME = Map.of("WAYFARE_CONCURRENT_GUESTS", "1");

  @ParameterizedTest
  @EnumSource(
      value = Examples.class,
      names = {"HANDLER_GO"},
      mode = EnumSource.Mode.EXCLUDE)
  void aGuestThatTakesNothingInAtItsStartIsPutBack(Examples example) {
    try (var host = host(example, ONE_AT_A_TIME)) {
      assertThat(host.renewal()).isEqualTo("put back to its snapshot after each request");
      for (int i = 0; i < 5; i++) {
        assertThat(get(host, "/hello?name=n" + i).status()).isEqualTo(200);
      }
      assertThat(host.figures().madeGuests()).isEqualTo(1);
      assertThat(host.figures().discardedGuests()).isZero();
    }
  }

  @Test
  void aGuestThatDrawsRandomnessAtItsStartGetsAFreshInstanceForEachRequest() {
    try (var host = host(Examples.HANDLER_GO, Map.of("WAYFARE_CONCURRENT_GUESTS", "2"))) {
      assertThat(host.renewal())
          .isEqualTo(
              "a fresh instance for each request, since it reads randomness and clock while it is"
                  + " initialised, which a snapshot would freeze (snapshot: accept-frozen-init"
                  + " takes it so)");
      for (int i = 0; i < 5; i++) {
        assertThat(get(host, "/hello").status()).isEqualTo(200);
      }
      assertThat(host.figures().madeGuests()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void unlessTheConfigurationTakesFrozenValues() {
    try (var host =
        host(
            Examples.HANDLER_GO,
            Map.of("WAYFARE_SNAPSHOT", "accept-frozen-init", "WAYFARE_CONCURRENT_GUESTS", "1"))) {
      assertThat(host.renewal()).isEqualTo("put back to its snapshot after each request");
      for (int i = 0; i < 5; i++) {
        assertThat(get(host, "/hello").status()).isEqualTo(200);
      }
      assertThat(host.figures().madeGuests()).isEqualTo(1);
    }
  }

  @Test
  void aGuestThatIsPutBackDrawsOtherRandomnessInEachRequest() {
    try (var host = host(Examples.HANDLER_JAVASCRIPT, ONE_AT_A_TIME)) {
      Set<String> drawn = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        drawn.add(text(get(host, "/random")));
      }
      assertThat(drawn).hasSize(20);
      assertThat(host.figures().madeGuests()).isEqualTo(1);
    }
  }

  @Test
  void aGuestThatOpensAFileAtItsStartReadsOnFromItInARequest() {
    ModuleImage image = image("early-file.wasm", WasiGuest.wasm("early-file"));
    HostConfig config =
        HostConfig.DEFAULT.with(
            Grants.builder()
                .files(FileTree.of(Map.of("data.txt", Body.utf8("abcdefgh").toByteArray())))
                .build());
    try (var host = FunctionHost.builder(image).config(config).build()) {
      assertThat(host.renewal())
          .isEqualTo(
              "a fresh instance for each request, since it opens or changes files while it is"
                  + " initialised");
      for (int i = 0; i < 20; i++) {
        assertThat(text(get(host, "/"))).isEqualTo("abcd|efgh");
      }
    }
    try (var host =
        FunctionHost.builder(image)
            .config(
                config.with(Isolation.INSTANCE).with(Limits.builder().concurrentGuests(1).build()))
            .build()) {
      assertThat(text(get(host, "/"))).isEqualTo("abcd|efgh");
      assertThat(text(get(host, "/"))).as("kept, so read to its end").isEqualTo("abcd|");
    }
  }

  @Test
  void renewedGuestsHaveNothingOfThoseThatWereReady() {
    try (var host = host(Examples.HANDLER_GO, ONE_AT_A_TIME)) {
      host.renewGuests();
      assertThat(host.figures().discardedGuests()).isEqualTo(1);
      assertThat(get(host, "/hello").status()).isEqualTo(200);
      assertThat(host.figures().madeGuests()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void guestsOfASnapshotNeedNotBeRenewed() {
    try (var host = host(Examples.HANDLER_JAVASCRIPT, ONE_AT_A_TIME)) {
      host.renewGuests();
      assertThat(get(host, "/hello").status()).isEqualTo(200);
      assertThat(host.figures().madeGuests()).isEqualTo(1);
    }
  }

  @Test
  void aStartThatFailsTakesNothingFromGuestsThatAreReady() {
    var random = new SeededRandom(7);
    try (var host =
        startedAtLast(image("moody-start.wasm", WasiGuest.wasm("moody-start")), random)) {
      assertThat(host.renewal()).startsWith("a fresh instance for each request");
      int served = 0;
      for (int i = 0; i < 200; i++) {
        InvocationResult result = get(host, "/");
        // A request that finds no guest makes its own, whose start may fail; no other may.
        assertThat(result.status()).isIn(201, 500);
        served += result.status() == 201 ? 1 : 0;
      }
      assertThat(host.figures().discardedGuests())
          .as("only guests that served were thrown away; %d of 200 did", served)
          .isLessThanOrEqualTo(served);
    }
  }

  /** A host whose first guest got ready. */
  private static FunctionHost startedAtLast(ModuleImage image, SeededRandom random) {
    while (true) {
      try {
        return FunctionHost.builder(image)
            .config(HostConfig.fromEnvironment(ONE_AT_A_TIME))
            .random(random)
            .build();
      } catch (InvalidModuleException e) {
        assertThat(e).hasMessageContaining("moody-start.wasm cannot be initialised");
      }
    }
  }

  @Test
  void aGuestMadeOfASnapshotHasEnabledWhatTheSnapshotsHad() throws IOException {
    byte[] wasm = Files.readAllBytes(Examples.FOLDER.resolve("conformance/conformance.wasm"));
    var environment = new HashMap<>(ONE_AT_A_TIME);
    environment.put("WAYFARE_GUEST_CONFIG", "features=2");
    environment.put("WAYFARE_USES_PER_GUEST", "1");
    try (var host =
        FunctionHost.builder(image("conformance.wasm", wasm))
            .config(HostConfig.fromEnvironment(environment))
            .build()) {
      for (int i = 0; i < 5; i++) {
        InvocationResult result =
            host.invoke(
                Invocation.builder()
                    .headers(Headers.EMPTY.with("x-case", "answer-at-start"))
                    .build());
        assertThat(result.status()).as("request %d", i).isEqualTo(404);
      }
      assertThat(host.figures().madeGuests()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void aProgramHasNothingToKeep() {
    assertThatThrownBy(() -> host(Examples.C, Map.of("WAYFARE_ISOLATION", "instance")))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("isolation: instance could keep");
  }

  @Test
  void aGuestThatExitsFromAnInterpretedFunctionIsReplaced() {
    var compiled =
        ModuleCompiler.compile("large.wasm", WasmBytes.largeExit(), TooLarge.INTERPRETED);
    assertThat(compiled.report().interpreted()).hasSize(1);
    try (var host =
        FunctionHost.builder(ModuleImage.load(compiled.classLoader()))
            .config(HostConfig.fromEnvironment(ONE_AT_A_TIME))
            .build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(host, "/").status()).as("it prints nothing").isEqualTo(502);
      }
      assertThat(host.figures().discardedGuests()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aGuestIsReplacedAfterItsLastUse() {
    try (var host = host(Examples.HANDLER_C, Map.of("WAYFARE_USES_PER_GUEST", "3"))) {
      for (int i = 0; i < 9; i++) {
        assertThat(get(host, "/hello").status()).isEqualTo(200);
      }
      assertThat(host.figures().madeGuests()).isGreaterThanOrEqualTo(3);
    }
  }

  private static FunctionHost host(Examples example, Map<String, String> environment) {
    return FunctionHost.builder(image(example.file(), example.wasm()))
        .config(HostConfig.fromEnvironment(environment))
        .build();
  }

  private static ModuleImage image(String name, byte[] wasm) {
    return ModuleImage.load(ModuleCompiler.compile(name, wasm, TooLarge.REFUSED).classLoader());
  }

  private static InvocationResult get(FunctionHost host, String target) {
    return host.invoke(Invocation.builder().target(target).build());
  }

  private static String text(InvocationResult result) {
    return new String(result.body().toByteArray(), StandardCharsets.UTF_8);
  }
}
