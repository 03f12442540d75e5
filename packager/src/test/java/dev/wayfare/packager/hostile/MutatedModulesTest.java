package dev.wayfare.packager.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.wayfare.packager.Examples;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules that were whole once: each is refused for a reason that names it, or runs and answers.
 * {@code -Dwayfare.mutations=20000} makes as many of them instead of {@value #USUAL}, {@code
 * -Dwayfare.seed=N} others.
 */
final class MutatedModulesTest {
  private static final int USUAL = 2000;
  private static final int MODULES = 4;
  private static final String NAME = "mutated.wasm";
  private static final HostConfig CONFIG =
      HostConfig.DEFAULT.with(
          Limits.builder()
              .deadline(Duration.ofMillis(200))
              .startDeadline(Duration.ofMillis(300))
              .memoryPages(64)
              .concurrentGuests(1)
              .build());

  private QuietLog log;

  @BeforeEach
  void quieten() {
    log = QuietLog.forgetting();
  }

  @AfterEach
  void end() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello-c/hello-c",
        "handler-c/handler-c",
        "handler-assemblyscript/handler-assemblyscript",
        "conformance/conformance"
      })
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aBrokenModuleIsRefusedByNameOrRuns(String module) throws Exception {
    byte[] whole = wasm(module);
    long seed = Long.getLong("wayfare.seed", 1);
    int mutations = Integer.getInteger("wayfare.mutations", USUAL) / MODULES;
    int answered = 0;
    for (int i = 0; i < mutations; i++) {
      long each = seed * 1_000_000 + i;
      answered += survives(module, Mutation.of(whole, each), each) ? 1 : 0;
    }
    assertThat(answered).as("seed %d: neither all nor none", seed).isBetween(1, mutations - 1);
    HostThreads.awaitNone();
  }

  /** Whether it answered; it may as well be refused. */
  private static boolean survives(String module, byte[] wasm, long seed) {
    try {
      TooLarge tooLarge = seed % 2 == 0 ? TooLarge.REFUSED : TooLarge.INTERPRETED;
      var image = ModuleImage.load(ModuleCompiler.compile(NAME, wasm, tooLarge).classLoader());
      try (FunctionHost host = FunctionHost.builder(image).config(CONFIG).build()) {
        assertThat(host.invoke(Invocation.builder().path("/hello").build()).status())
            .as("%s, seed %d", module, seed)
            .isBetween(200, 599);
      }
      return true;
    } catch (InvalidModuleException e) {
      assertThat(e).as("%s, seed %d", module, seed).hasMessageContaining(NAME);
      return false;
    } catch (RuntimeException | Error e) {
      return fail(module + ", seed " + seed, e);
    }
  }

  private static byte[] wasm(String module) throws IOException {
    return Files.readAllBytes(Examples.FOLDER.resolve(module + ".wasm"));
  }
}
