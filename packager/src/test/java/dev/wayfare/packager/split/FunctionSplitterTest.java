package dev.wayfare.packager.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.wayfare.packager.Examples;
import dev.wayfare.packager.WasmBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionSplitterTest {
  private static final int MODULES = 120;

  /** What a call did: its result or trap, the memory after it, and the globals. */
  private record Outcome(String end, int memory, long fuel, long value) {}

  @ParameterizedTest
  @ValueSource(ints = {12, 30, 100, 1000})
  void aSplitFunctionDoesWhatTheWholeDid(int pieceInstructions) {
    int split = 0;
    int trapped = 0;
    for (int seed = 0; seed < MODULES; seed++) {
      byte[] whole = RandomModule.of(new Random(seed), 5 + seed % 60);
      byte[] pieces = split(whole, pieceInstructions);
      split += Arrays.equals(pieces, whole) ? 0 : 1;
      List<Outcome> expected = outcomes(whole, false);
      trapped += (int) expected.stream().filter(each -> each.end().startsWith("trap")).count();
      assertThat(outcomes(pieces, false)).as("interpreted, seed %s", seed).isEqualTo(expected);
      if (seed % 10 == 0) {
        assertThat(outcomes(pieces, true)).as("compiled, seed %s", seed).isEqualTo(expected);
      }
    }
    assertThat(split).as("modules that were split at all").isGreaterThan(MODULES / 4);
    assertThat(trapped).as("calls that trapped, of four each").isBetween(MODULES / 10, 2 * MODULES);
  }

  @Test
  void theSameModuleIsSplitIntoTheSameBytes() {
    for (int seed = 0; seed < 20; seed++) {
      byte[] whole = RandomModule.of(new Random(seed), 100);
      assertThat(split(whole, 30)).isEqualTo(split(whole.clone(), 30));
    }
  }

  @Test
  void noMoreIsMovedThanIsNeeded() {
    byte[] whole = WasmBytes.longStart(); // 160,000 instructions
    assertThat(functions(splitStart(whole, 0))).isBetween(80, 90);
    assertThat(functions(splitStart(whole, 80_000))).isBetween(40, 45);
    assertThat(splitStart(whole, 200_000)).isSameAs(whole);
  }

  @Test
  void everyFunctionOfRealGuestsStaysValidInPieces() {
    for (Examples example : Examples.values()) {
      byte[] wasm = example.wasm();
      WasmModule module = Parser.parse(wasm);
      int imported = module.importSection().importCount();
      Map<Integer, FunctionSplitter.Goal> goals =
          IntStream.range(0, module.codeSection().functionBodyCount())
              .boxed()
              .collect(
                  Collectors.toMap(
                      each -> imported + each, _ -> new FunctionSplitter.Goal(0, 100)));
      byte[] pieces = FunctionSplitter.split(wasm, goals);
      // Parsing validates.
      assertThat(functions(pieces)).as(example.file()).isGreaterThan(functions(wasm));
    }
  }

  @Test
  void codeThatSplittingDoesNotKnowStaysAsItIs() {
    byte[] whole = RandomModule.of(new Random(3), 100);
    List<Section> sections = new ArrayList<>(Section.read(whole));
    var body = new WasmOutput().u8(0);
    for (int i = 0; i < 1000; i++) {
      body.op(Op.LOCAL_GET, 0).op(Op.LOCAL_SET, 0);
    }
    // return_call
    body.op(Op.LOCAL_GET, 0).op(0x12, 0).u8(Op.END);
    byte[] called = {0, 0x20, 0, 0x0b};
    sections.removeLast();
    sections.add(
        new Section(
            Section.CODE,
            new WasmOutput().unsigned(2).sized(called).sized(body.toByteArray()).toByteArray()));
    byte[] withTailCall = Section.write(whole, sections);
    assertThat(split(withTailCall, 100)).isSameAs(withTailCall);
  }

  private static byte[] split(byte[] wasm, int pieceInstructions) {
    return FunctionSplitter.split(wasm, goal(0, pieceInstructions));
  }

  private static Map<Integer, FunctionSplitter.Goal> goal(int kept, int pieceInstructions) {
    return Map.of(RandomModule.INDEX, new FunctionSplitter.Goal(kept, pieceInstructions));
  }

  private static byte[] splitStart(byte[] wasm, int kept) {
    return FunctionSplitter.split(wasm, Map.of(0, new FunctionSplitter.Goal(kept, 2000)));
  }

  private static int functions(byte[] wasm) {
    return Parser.parse(wasm).codeSection().functionBodyCount();
  }

  private static List<Outcome> outcomes(byte[] wasm, boolean compiled) {
    WasmModule module = Parser.parse(wasm);
    var outcomes = new ArrayList<Outcome>();
    var factory = compiled ? MachineFactoryCompiler.compile(module) : null;
    for (long argument : new long[] {0, 1, 17, 0x7fff_ffff}) {
      Instance.Builder builder = Instance.builder(module);
      Instance instance = (factory == null ? builder : builder.withMachineFactory(factory)).build();
      outcomes.add(outcome(instance, argument));
    }
    return outcomes;
  }

  private static Outcome outcome(Instance instance, long argument) {
    String end;
    try {
      end =
          Arrays.toString(
              instance.export(RandomModule.FUNCTION).apply(argument, argument * 0x1234567L));
    } catch (TrapException e) {
      end = "trap " + e.getMessage();
    } catch (ChicoryException e) {
      end = "trap of " + e.getClass().getSimpleName() + " " + e.getMessage();
    }
    byte[] memory = instance.memory().readBytes(0, 2048);
    return new Outcome(
        end, Arrays.hashCode(memory), instance.global(0).getValue(), instance.global(1).getValue());
  }
}
