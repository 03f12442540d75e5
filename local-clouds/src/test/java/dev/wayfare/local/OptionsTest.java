package dev.wayfare.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
  private static final Set<String> KNOWN =
      Set.of("--port", "--package", "--runtime", "--environments");

  @Test
  void aFreePortIsTakenWhereNoneIsNamed() {
    assertThat(Options.parse(KNOWN).port()).isZero();
  }

  @Test
  void aFolderIsFound(@TempDir Path folder) {
    assertThat(Options.parse(KNOWN, "--runtime", folder.toString()).runtime()).isEqualTo(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, --prot is not known",
    "--port, --port needs a value",
    "--port x, must be a whole number",
    "--port 65536, must be between 0 and 65535",
    "--package /nowhere/a.zip, /nowhere/a.zip is not there",
    "--port 1, --package is missing",
  })
  void aWrongCommandLineIsRefusedInOneSentence(String line, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              Options options = Options.parse(KNOWN, line.split(" "));
              int port = options.port();
              Path file = options.packageFile();
              throw new AssertionError(file + " " + port);
            })
        .withMessageContaining(reason);
  }

  @Test
  void aChoiceIsOneOfItsWordsTheFirstWhereNothingIsSaid() {
    Options options = Options.parse(Set.of("--front", "--other"), "--front", "b");
    assertThat(options.choice("--front", List.of("a", "b"))).isEqualTo("b");
    assertThat(options.choice("--other", List.of("a", "b"))).isEqualTo("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.choice("--front", List.of("a", "c")))
        .withMessage("--front must be one of a, c, but is \"b\"");
  }
}
