package dev.wayfare.packager.hostile;

import static dev.wayfare.packager.hostile.HostileGuest.get;
import static dev.wayfare.packager.hostile.ModuleText.bytes;
import static dev.wayfare.packager.hostile.ModuleText.joined;
import static dev.wayfare.packager.hostile.ModuleText.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.host.FunctionHost;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that no compiler for C reaches. Each guest traps if it finds what it did itself in an
 * earlier request, and else does it.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class HiddenStateTest {
  private static final byte[] ANSWER = bytes(0x42, 0, 0x0b);
  private static final byte[] TRAP_IF = bytes(0x04, 0x40, 0, 0x0b);
  private static final String PUT_BACK = "put back to its snapshot after each request";

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    HostThreads.awaitNone();
  }

  static Stream<Arguments> guests() {
    return Stream.of(
        Arguments.of("table.set", true, PUT_BACK, tableIsSet()),
        Arguments.of("table.fill", true, PUT_BACK, tableIsFilled()),
        Arguments.of("table.grow", false, PUT_BACK, tableGrows()),
        Arguments.of("table.init and elem.drop", false, PUT_BACK, elementsAreDropped()),
        Arguments.of("data.drop", false, PUT_BACK, dataIsDropped()),
        Arguments.of("memory.grow", true, PUT_BACK, memoryGrows()),
        Arguments.of("memory.fill", true, PUT_BACK, memoryIsFilled()),
        Arguments.of(
            "a reference in a global",
            false,
            "a fresh instance for each request, since it keeps references in global variables",
            globalHoldsReference()),
        Arguments.of(
            "an exception's tag",
            false,
            "a fresh instance for each request, since it throws exceptions of its own, which the"
                + " engine keeps references to",
            ModuleText.handler().with(ModuleText.TAGS, bytes(1, 0, 2)).wasm()),
        Arguments.of(
            "data dropped at the start",
            false,
            "a fresh instance for each request, since it drops a data or an element segment",
            dropsAtStart()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("guests")
  void isGoneInTheNextRequest(String what, boolean reused, String renewal, byte[] wasm) {
    try (FunctionHost host =
        FunctionHost.builder(HostileGuest.image("hidden.wasm", wasm))
            .config(HostConfig.DEFAULT.with(HostileGuest.limits().build()))
            .build()) {
      assertThat(host.renewal()).isEqualTo(renewal);
      for (int i = 0; i < 20; i++) {
        assertThat(get(host, "/").status()).isEqualTo(200);
      }
      if (reused) {
        assertThat(host.figures().madeGuests()).isEqualTo(1);
      } else {
        assertThat(host.figures().discardedGuests()).isGreaterThanOrEqualTo(19);
      }
    }
  }

  @Test
  void whatTheEngineCannotBoundIsRefused() {
    byte[] withStructure =
        ModuleText.handler()
            .with(
                ModuleText.TYPES,
                bytes(4, 0x60, 0, 1, 0x7e, 0x60, 2, 0x7f, 0x7f, 0, 0x60, 0, 0, 0x5f, 1, 0x7f, 1))
            .wasm();
    assertThatThrownBy(
            () -> FunctionHost.builder(HostileGuest.image("gc.wasm", withStructure)).build())
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageStartingWith("gc.wasm declares structures or arrays");
  }

  /** A table of two functions, whose first entry must not be null; it is made so. */
  private static byte[] tableIsSet() {
    return withTable(
            bytes(0, 0x41, 0, 0x25, 0, 0xd1), TRAP_IF, bytes(0x41, 0, 0xd0, 0x70, 0x26, 0), ANSWER)
        .wasm();
  }

  private static byte[] tableIsFilled() {
    return withTable(
            bytes(0, 0x41, 1, 0x25, 0, 0xd1),
            TRAP_IF,
            bytes(0x41, 0, 0xd0, 0x70, 0x41, 2, 0xfc, 17, 0),
            ANSWER)
        .wasm();
  }

  private static byte[] tableGrows() {
    return withTable(
            bytes(0, 0xfc, 16, 0, 0x41, 2, 0x47),
            TRAP_IF,
            bytes(0xd0, 0x70, 0x41, 1, 0xfc, 15, 0, 0x1a),
            ANSWER)
        .wasm();
  }

  private static ModuleText withTable(byte[]... body) {
    return ModuleText.handler(joined(body))
        .with(ModuleText.TABLES, bytes(1, 0x70, 0, 2))
        .with(ModuleText.ELEMENTS, bytes(1, 0, 0x41, 0, 0x0b, 2, 2, 2));
  }

  /** A passive segment that must be there still to fill the table from; then it is dropped. */
  private static byte[] elementsAreDropped() {
    return ModuleText.handler(
            joined(bytes(0, 0x41, 0, 0x41, 0, 0x41, 1, 0xfc, 12, 0, 0, 0xfc, 13, 0), ANSWER))
        .with(ModuleText.TABLES, bytes(1, 0x70, 0, 2))
        .with(ModuleText.ELEMENTS, bytes(1, 1, 0, 1, 2))
        .wasm();
  }

  private static byte[] dataIsDropped() {
    return ModuleText.handler(
            joined(bytes(0, 0x41, 0, 0x41, 0, 0x41, 1, 0xfc, 8, 0, 0, 0xfc, 9, 0), ANSWER))
        .with(ModuleText.DATA_COUNT, bytes(1))
        .with(ModuleText.DATA, bytes(1, 1, 1, 'x'))
        .wasm();
  }

  private static byte[] memoryGrows() {
    return ModuleText.handler(
            joined(
                bytes(0, 0x3f, 0, 0x41, 1, 0x47),
                TRAP_IF,
                bytes(0x41, 3, 0x40, 0, 0x1a),
                // The last byte of the new pages must be 0, and is made 1.
                bytes(0x41, 0xff, 0xff, 0x0f, 0x2d, 0, 0),
                TRAP_IF,
                bytes(0x41, 0xff, 0xff, 0x0f, 0x41, 1, 0x3a, 0, 0),
                ANSWER))
        .wasm();
  }

  private static byte[] memoryIsFilled() {
    return ModuleText.handler(
            joined(
                bytes(0, 0x41, 0xff, 0xff, 3, 0x2d, 0, 0),
                TRAP_IF,
                bytes(0x41, 0, 0x41, 7, 0x41, 0x80, 0x80, 4, 0xfc, 11, 0),
                ANSWER))
        .wasm();
  }

  private static byte[] globalHoldsReference() {
    return ModuleText.handler(
            joined(bytes(0, 0x23, 0, 0xd1, 0x45), TRAP_IF, bytes(0xd2, 2, 0x24, 0), ANSWER))
        .with(ModuleText.GLOBALS, bytes(1, 0x70, 1, 0xd0, 0x70, 0x0b))
        .with(ModuleText.ELEMENTS, bytes(1, 3, 0, 1, 2))
        .wasm();
  }

  private static byte[] dropsAtStart() {
    return ModuleText.handler()
        .with(
            ModuleText.EXPORTS,
            bytes(4),
            name("memory"),
            bytes(2, 0),
            name("handle_request"),
            bytes(0, 0),
            name("handle_response"),
            bytes(0, 1),
            name("_initialize"),
            bytes(0, 2))
        .with(ModuleText.DATA_COUNT, bytes(1))
        .with(ModuleText.DATA, bytes(1, 1, 1, 'x'))
        .code(joined(bytes(0), ANSWER), bytes(0, 0x0b), bytes(0, 0xfc, 9, 0, 0x0b))
        .wasm();
  }
}
