package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.KeyHash;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ApiKeyCommandTest {
  private static List<String> run() {
    var out = new StringWriter();
    CommandLine command = Wayfare.commandLine().setOut(new PrintWriter(out));
    assertThat(command.execute("api-key")).isZero();
    return out.toString().lines().toList();
  }

  @Test
  void aKeyIsPrintedWithItsHashAndNoneComesTwice() {
    List<String> lines = run();
    assertThat(lines).hasSize(2);
    String key = lines.get(0).substring("key:  ".length());
    assertThat(lines.get(1)).isEqualTo("hash: " + KeyHash.of(key).text());
    assertThat(run()).doesNotContainAnyElementsOf(lines);
  }
}
