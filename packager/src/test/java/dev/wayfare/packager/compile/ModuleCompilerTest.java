package dev.wayfare.packager.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.Examples;
import dev.wayfare.packager.WasmBytes;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.capability.FileTree;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ModuleCompilerTest {
  @ParameterizedTest
  @EnumSource(Examples.class)
  void noFunctionOfAnyExampleIsTooLargeToCompile(Examples example) {
    CompiledModule compiled =
        ModuleCompiler.compile(example.file(), example.wasm(), TooLarge.REFUSED);
    assertThat(compiled.report().interpreted()).isEmpty();
  }

  @Test
  void theImageKnowsTheModulesNameAndDigest() {
    CompiledModule compiled =
        ModuleCompiler.compile("höllo \\ =.wasm", Examples.C.wasm(), TooLarge.REFUSED);
    ModuleImage image = ModuleImage.load(compiled.classLoader());
    assertThat(image.name()).isEqualTo("höllo \\ =.wasm");
    assertThat(image.sha256()).isEqualTo(compiled.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void theFilesOfAFunctionTravelWithIt() {
    var files = Map.of("b/c.txt", new byte[] {1, 2}, "a.txt", new byte[0]);
    CompiledModule compiled =
        ModuleCompiler.compile("a.wasm", Examples.C.wasm(), TooLarge.REFUSED)
            .with(FileTree.of(files));
    ModuleImage image = ModuleImage.load(compiled.named("b.wasm").classLoader());
    assertThat(image.files().files()).containsExactlyInAnyOrderEntriesOf(files);
    assertThat(compiled.files().get(ModuleImage.FILES))
        .isEqualTo(compiled.with(FileTree.of(files)).files().get(ModuleImage.FILES));
    assertThat(ModuleImage.load(compiled.with(FileTree.EMPTY).classLoader()).files().isEmpty())
        .isTrue();
  }

  @Test
  void theSameModuleGivesTheSameBytes() {
    var first = ModuleCompiler.compile("a.wasm", Examples.C.wasm(), TooLarge.REFUSED).files();
    var second = ModuleCompiler.compile("a.wasm", Examples.C.wasm(), TooLarge.REFUSED).files();
    assertThat(first.keySet()).isEqualTo(second.keySet());
    first.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(second.get(path)));
  }

  @Test
  void whoeverChangesTheOutputRaisesItsVersion() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] wasm : List.of(Examples.C.wasm(), WasmBytes.longStart())) {
      ModuleCompiler.compile("a.wasm", wasm, TooLarge.REFUSED)
          .code()
          .forEach(
              (path, bytes) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
              });
    }
    // A cache must not give out what an older Wayfare made: with another digest, raise
    // ModuleCompiler.OUTPUT_VERSION, unless it is the engine that changed, whose version counts
    // too.
    assertThat(ModuleCompiler.version() + " " + HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(
            "chicory 1.7.5, wayfare 2"
                + " eb3599506d5002b8998e1ce6c2bfc0288d3242952d04c21d3c0b466609baf901");
  }

  @Test
  void theSkeletonHoldsNoCompiledCodeAndNoCustomSection() {
    byte[] wasm = Examples.RUST.wasm();
    byte[] skeleton = skeleton(ModuleCompiler.compile("a.wasm", wasm, TooLarge.REFUSED));
    assertThat(skeleton.length).isLessThan(wasm.length / 2);
    assertThat(new String(skeleton, StandardCharsets.ISO_8859_1)).doesNotContain("producers");
  }

  @Test
  void aFunctionTooLargeForTheJvmIsRefusedByName() {
    assertThatThrownBy(
            () -> ModuleCompiler.compile("big.wasm", WasmBytes.largeStart(), TooLarge.REFUSED))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("big.wasm cannot be compiled: a JVM method holds at most 65535 bytes")
        .hasMessageMatching(
            ".* function 0: [0-9]{6}; Wayfare could not split it: make it smaller .*")
        .hasMessageContaining("--interpreter-fallback");
  }

  @Test
  void aFunctionTooLargeForTheJvmIsInterpretedWhenAsked() {
    CompiledModule compiled =
        ModuleCompiler.compile("big.wasm", WasmBytes.largeStart(), TooLarge.INTERPRETED);
    assertThat(compiled.report().interpreted())
        .singleElement()
        .satisfies(
            function -> {
              assertThat(function.function()).isEqualTo("function 0");
              assertThat(function.bytecodeBytes()).isGreaterThan(CodeReport.METHOD_BYTES);
            });
    assertThat(skeleton(compiled).length).isGreaterThan(100_000);
  }

  @Test
  void aLargeFunctionThatCanBeSplitIsCompiledInPieces() {
    CompiledModule compiled =
        ModuleCompiler.compile("long.wasm", WasmBytes.longStart(), TooLarge.REFUSED);
    assertThat(compiled.report().interpreted()).isEmpty();
    assertThat(compiled.report().split())
        .singleElement()
        .extracting(FunctionSize::function)
        .isEqualTo("function 0");
    assertThat(skeleton(compiled).length).isLessThan(1000);
  }

  @Test
  void anUnknownImportIsNamedWithItsType() {
    assertThatThrownBy(
            () ->
                ModuleCompiler.compile(
                    "x.wasm", WasmBytes.importing("env", "fetch"), TooLarge.REFUSED))
        .hasMessageStartingWith(
            "x.wasm: it imports env.fetch () -> (), which this host does not offer;");
  }

  @Test
  void aModuleWithoutAnEntryPointIsRefused() {
    assertThatThrownBy(() -> ModuleCompiler.compile("x.wasm", WasmBytes.empty(), TooLarge.REFUSED))
        .hasMessageContaining("x.wasm exports neither _start nor handle_request");
  }

  @Test
  void whatIsNoModuleIsRefused() {
    for (byte[] bytes :
        new byte[][] {{}, "hello, world".getBytes(StandardCharsets.US_ASCII), new byte[64]}) {
      assertThatThrownBy(() -> ModuleCompiler.compile("x.wasm", bytes, TooLarge.REFUSED))
          .isInstanceOf(InvalidModuleException.class)
          .hasMessageStartingWith("x.wasm: this is no WebAssembly module (it does not begin with");
    }
  }

  @Test
  void aDamagedModuleIsRefused() {
    byte[] truncated = Arrays.copyOf(Examples.C.wasm(), 5000);
    assertThatThrownBy(() -> ModuleCompiler.compile("x.wasm", truncated, TooLarge.REFUSED))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageStartingWith("x.wasm: this is no valid WebAssembly module (");
  }

  @Test
  void aComponentIsToldFromAModule() {
    byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    assertThatThrownBy(() -> ModuleCompiler.compile("x.wasm", component, TooLarge.REFUSED))
        .hasMessageStartingWith("x.wasm: this is a WebAssembly component; build a core module");
  }

  private static byte[] skeleton(CompiledModule compiled) {
    return Objects.requireNonNull(compiled.files().get(ModuleImage.SKELETON));
  }
}
