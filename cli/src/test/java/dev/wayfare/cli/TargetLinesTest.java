package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetLinesTest {
  private static final String LONG = "word ".repeat(40).strip();

  @Test
  void textBeginsInTheSameColumnOnEachLine() {
    List<String> lines = new TargetLines(List.of("a", "lambda")).of("a", LONG);

    assertThat(lines)
        .hasSizeGreaterThan(2)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(lines.getFirst()).startsWith("a       word");
    assertThat(lines.get(1)).startsWith("        word");
    assertThat(String.join(" ", lines).replaceAll(" +", " ")).isEqualTo("a " + LONG);
  }

  @Test
  void anIdThatIsTooLongHasALineOfItsOwn() {
    String id = "x".repeat(60);

    assertThat(new TargetLines(List.of(id)).of(id, "serves"))
        .containsExactly(id, " ".repeat(30) + "serves");
  }

  @Test
  void aWordThatFitsNowhereIsNotBroken() {
    String url = "https://" + "x".repeat(90);

    assertThat(new TargetLines(List.of("a")).of("a", "serves " + url))
        .containsExactly("a  serves", "   " + url);
  }
}
