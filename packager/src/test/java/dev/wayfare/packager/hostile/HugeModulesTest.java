package dev.wayfare.packager.hostile;

import static dev.wayfare.packager.hostile.ModuleText.bytes;
import static dev.wayfare.packager.hostile.ModuleText.joined;
import static dev.wayfare.packager.hostile.ModuleText.number;
import static dev.wayfare.packager.hostile.ModuleText.repeated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.host.FunctionHost;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files that ask for a lot: of the compiler, of the host, and before any request. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class HugeModulesTest {
  private static final long MOST = (1L << 32) - 1;
  private static final byte[] END = bytes(0x0b);
  private static final byte[] ANSWER = bytes(0x42, 0, 0x0b);
  private static final byte[] LOOP = bytes(0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b);

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    HostThreads.awaitNone();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        each("4 GiB at the start", handler().with(ModuleText.MEMORIES, bytes(1, 0), number(65536))),
        each("memory past 4 GiB", handler().with(ModuleText.MEMORIES, bytes(1, 0), number(MOST))),
        each(
            "129 pages at the start",
            handler().with(ModuleText.MEMORIES, bytes(1, 0), number(129))),
        each(
            "a table of 2^32-1",
            handler().with(ModuleText.TABLES, bytes(1, 0x70, 0), number(MOST))),
        each(
            "a table of 10^7",
            handler().with(ModuleText.TABLES, bytes(1, 0x70, 0), number(10_000_000))),
        each(
            "tables of 65 together",
            handler().with(ModuleText.TABLES, bytes(2, 0x70, 0, 64, 0x70, 0, 1))),
        each("2^32-1 types", handler().with(ModuleText.TYPES, number(MOST))),
        each("2^31 parameters", handler().with(ModuleText.TYPES, bytes(1, 0x60), number(1L << 31))),
        each(
            "2^31-1 parameters",
            handler().with(ModuleText.TYPES, bytes(1, 0x60), number((1L << 31) - 1))),
        each("2^29 results", handler().with(ModuleText.TYPES, bytes(1, 0x60, 0), number(1 << 29))),
        each(
            "a group of 2^31-1 types",
            handler().with(ModuleText.TYPES, bytes(1, 0x4e), number((1L << 31) - 1))),
        each("2^32-1 functions", handler().with(ModuleText.FUNCTIONS, number(MOST))),
        each("2^32-1 exports", handler().with(ModuleText.EXPORTS, number(MOST))),
        each("2^32-1 globals", handler().with(ModuleText.GLOBALS, number(MOST))),
        each(
            "2^31-1 elements",
            handler()
                .with(ModuleText.TABLES, bytes(1, 0x70, 0, 1))
                .with(ModuleText.ELEMENTS, bytes(1, 0, 0x41, 0, 0x0b), number((1L << 31) - 1))),
        each(
            "2^31-1 bytes of data",
            handler().with(ModuleText.DATA, bytes(1, 0, 0x41, 0, 0x0b), number((1L << 31) - 1))),
        each(
            "2^31 bytes of data",
            handler().with(ModuleText.DATA, bytes(1, 0, 0x41, 0, 0x0b), number(1L << 31))),
        each("2^32-1 locals", locals(1, MOST)),
        each("50,000 locals 20,000 times", locals(20_000, 50_000)),
        each("50,000 locals in each of 20,000 functions", manyLocals()),
        each(
            "a name of 2^31 bytes", handler().with(ModuleText.EXPORTS, bytes(1), number(1L << 31))),
        each(
            "a start that never ends",
            handler()
                .with(ModuleText.START, number(2))
                .code(joined(bytes(0), ANSWER), bytes(0, 0x0b), LOOP)),
        each("an _initialize that never ends", initializing(LOOP)),
        each(
            "a start that traps",
            handler()
                .with(ModuleText.START, number(2))
                .code(joined(bytes(0), ANSWER), bytes(0, 0x0b), bytes(0, 0, 0x0b))),
        each(
            "a start without end of calls",
            handler()
                .with(ModuleText.START, number(2))
                .code(joined(bytes(0), ANSWER), bytes(0, 0x0b), bytes(0, 0x10, 2, 0x0b))),
        each(
            "data beyond memory",
            handler().with(ModuleText.DATA, bytes(1, 0, 0x41, 0x7f, 0x0b, 1, 0))),
        each(
            "elements beyond the table",
            handler()
                .with(ModuleText.TABLES, bytes(1, 0x70, 0, 1))
                .with(ModuleText.ELEMENTS, bytes(1, 0, 0x41, 1, 0x0b, 1, 0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedByName(String what, byte[] wasm) {
    assertThatThrownBy(() -> build(wasm).close())
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("huge.wasm");
  }

  static Stream<Arguments> either() {
    return Stream.of(
        each("50,000 locals", locals(1, 50_000)),
        each(
            "100,000 blocks in each other",
            ModuleText.handler(
                joined(
                    bytes(0),
                    repeated(100_000, bytes(0x02, 0x40)),
                    repeated(100_000, END),
                    ANSWER))),
        each("a branch table of a million", branchTable(1_000_000)),
        each("a branch table of ten thousand", branchTable(10_000)),
        each(
            "3,000 blocks in each other",
            ModuleText.handler(
                joined(bytes(0), repeated(3000, bytes(0x02, 0x40)), repeated(3000, END), ANSWER))),
        each(
            "100,000 types",
            handler()
                .with(
                    ModuleText.TYPES,
                    number(100_003),
                    bytes(0x60, 0, 1, 0x7e, 0x60, 2, 0x7f, 0x7f, 0, 0x60, 0, 0),
                    repeated(100_000, bytes(0x60, 0, 0)))),
        each(
            "20,000 globals",
            handler()
                .with(
                    ModuleText.GLOBALS,
                    number(100_000),
                    repeated(100_000, bytes(0x7e, 1, 0x42, 0, 0x0b)))),
        each("10,000 functions", functions(10_000)),
        each("4 GiB at most", handler().with(ModuleText.MEMORIES, bytes(1, 1, 1), number(65536))),
        each("1,000 locals", locals(1, 1000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("either")
  void isRefusedByNameOrAnswers(String what, byte[] wasm) {
    try (FunctionHost host = build(wasm)) {
      assertThat(host.invoke(Invocation.builder().build()).status()).isBetween(200, 599);
    } catch (InvalidModuleException e) {
      assertThat(e).hasMessageContaining("huge.wasm");
    }
  }

  private static FunctionHost build(byte[] wasm) {
    return FunctionHost.builder(HostileGuest.image("huge.wasm", wasm))
        .config(
            HostConfig.DEFAULT.with(
                HostileGuest.limits()
                    .deadline(Duration.ofMillis(500))
                    .startDeadline(Duration.ofSeconds(2))
                    .build()))
        .build();
  }

  private static Arguments each(String what, ModuleText text) {
    return Arguments.of(what, text.wasm());
  }

  private static ModuleText handler() {
    return ModuleText.handler();
  }

  private static ModuleText locals(int groups, long each) {
    byte[] group = joined(number(each), bytes(0x7e));
    return ModuleText.handler(joined(number(groups), repeated(groups, group), ANSWER));
  }

  private static ModuleText manyLocals() {
    int functions = 20_000;
    byte[] body = joined(bytes(1), number(50_000), bytes(0x7e, 0x0b));
    byte[] sized = joined(number(body.length), body);
    return handler()
        .with(
            ModuleText.FUNCTIONS,
            number(functions + 2L),
            bytes(0, 1),
            repeated(functions, bytes(2)))
        .with(
            ModuleText.CODE,
            number(functions + 2L),
            bytes(4, 0),
            ANSWER,
            bytes(2, 0, 0x0b),
            repeated(functions, sized));
  }

  private static ModuleText branchTable(int targets) {
    return ModuleText.handler(
        joined(
            bytes(0, 0x02, 0x40, 0x41, 0, 0x0e),
            number(targets),
            new byte[targets],
            bytes(0, 0x0b),
            ANSWER));
  }

  private static ModuleText functions(int count) {
    byte[] empty = bytes(2, 0, 0x0b);
    return handler()
        .with(ModuleText.FUNCTIONS, number(count + 2L), bytes(0, 1), repeated(count, bytes(2)))
        .with(
            ModuleText.CODE,
            number(count + 2L),
            bytes(4, 0),
            ANSWER,
            empty,
            repeated(count, empty));
  }

  private static ModuleText initializing(byte[] body) {
    return handler()
        .with(
            ModuleText.EXPORTS,
            bytes(4),
            ModuleText.name("memory"),
            bytes(2, 0),
            ModuleText.name("handle_request"),
            bytes(0, 0),
            ModuleText.name("handle_response"),
            bytes(0, 1),
            ModuleText.name("_initialize"),
            bytes(0, 2))
        .code(joined(bytes(0), ANSWER), bytes(0, 0x0b), body);
  }
}
