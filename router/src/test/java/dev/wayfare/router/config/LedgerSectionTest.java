package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LedgerSectionTest {
  @TempDir private Path folder;

  private LedgerSettings parse(String ledger) {
    return WayfareConfig.parse(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            ledger: {%s}
            functions:
              f:
                path: /
                targets:
                  - {id: t, provider: edge, memory: 1GiB}
            """
                .formatted(ledger),
            Map.of("LEDGER_PASSWORD", "from the environment", "EMPTY", ""))
        .ledger();
  }

  @Test
  void withoutAPlaceTheRouterChoosesOneAndFlushesEverySecond() {
    assertThat(parse("")).isEqualTo(LedgerSettings.DEFAULT);
    assertThat(parse("memory: false").place()).isEmpty();
    assertThat(LedgerSettings.DEFAULT.flushInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(LedgerSettings.DEFAULT.orIn(new LedgerPlace.Memory()).place())
        .contains(new LedgerPlace.Memory());
  }

  @Test
  void aFileIsRelativeToTheConfiguration() {
    LedgerSettings settings = parse("file: state/ledger, flush-interval: 250ms");
    assertThat(settings.place())
        .contains(new LedgerPlace.DatabaseFile(folder.resolve("state/ledger")));
    assertThat(settings.flushInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.orIn(new LedgerPlace.Memory())).isEqualTo(settings);
  }

  @Test
  void memoryIsOneToo() {
    assertThat(parse("memory: true").place()).contains(new LedgerPlace.Memory());
  }

  @Test
  void aServersPasswordIsInAFileOrAVariableAndInNoMessage() throws IOException {
    Files.writeString(folder.resolve("password"), "from the file\n");
    String server = "jdbc-url: \"jdbc:postgresql://db.example/wayfare\", user: w, ";
    assertThat(password(parse(server + "password-file: password"))).isEqualTo("from the file");
    LedgerSettings settings = parse(server + "password-variable: LEDGER_PASSWORD");
    assertThat(password(settings)).isEqualTo("from the environment");
    assertThat(settings.toString()).doesNotContain("from the environment");
  }

  private static String password(LedgerSettings settings) throws IOException {
    if (settings.place().orElseThrow() instanceof LedgerPlace.Server(var url, var user, var it)) {
      assertThat(url).isEqualTo("jdbc:postgresql://db.example/wayfare");
      assertThat(user).isEqualTo("w");
      assertThat(it).isNotNull();
      return it.read();
    }
    throw new AssertionError(settings);
  }

  @Test
  void aServerMayNeedNoCredentials() {
    assertThat(parse("jdbc-url: \"jdbc:postgresql://db/x?sslmode=verify-full\"").place())
        .contains(new LedgerPlace.Server("jdbc:postgresql://db/x?sslmode=verify-full", null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          fille: x                          | :2:10: unknown key "fille"; did you mean "file"?
          file: x, memory: true             | :2:19: a ledger is kept in one place; remove "file" or this
          file: "a;b"                       | :2:16: "file" must be a path without a semicolon, not "a;b"
          memory: 1                         | :2:18: "memory" must be true or false, not "1"
          flush-interval: 1ms               | :2:26: "flush-interval" must be a time of at least 10ms, not "1ms"
          flush-interval: 61s               | :2:26: "flush-interval" must be a time from 1ms to 60s, not "61s"
          jdbc-url: "jdbc:mysql://db/x"     | :2:20: "jdbc-url" must be an address such as jdbc:postgresql://db.example/wayfare, not "jdbc:mysql://db/x"
          jdbc-url: "jdbc:postgresql://db/x?password=hunter2" | :2:20: "jdbc-url" must not have credentials; use "user" and "password-file" or "password-variable"
          jdbc-url: "jdbc:postgresql://u:hunter2@db/x" | :2:20: "jdbc-url" must not have credentials; use "user" and "password-file" or "password-variable"
          user: w                           | :2:10: "user" is for a server; name it in "jdbc-url"
          file: x, password-file: p         | :2:19: "password-file" is for a server; name it in "jdbc-url"
          jdbc-url: "jdbc:postgresql:x", password-variable: EMPTY | :2:60: the environment variable EMPTY is not set
          jdbc-url: "jdbc:postgresql:x", password-variable: hunter2! | :2:60: "password-variable" must be the name of an environment variable, not "hunter2!"
          jdbc-url: "jdbc:postgresql:x", password-variable: A, password-file: p | :2:41: a user has one password; remove "password-file" or this
          """)
  void whatIsWrongIsSaidWithLineAndColumn(String ledger, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(ledger))
        .withMessage(folder.resolve("wayfare.yaml") + message);
  }

  @Test
  void aPasswordFileMustHaveAPassword() throws IOException {
    Files.writeString(folder.resolve("empty"), "\n");
    String server = "jdbc-url: \"jdbc:postgresql:x\", password-file: ";
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(server + "empty"))
        .withMessageEndingWith("there is no password in " + folder.resolve("empty"));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(server + "absent"))
        .withMessageContaining("the password cannot be read from " + folder.resolve("absent"));
  }

  @Test
  void anIntervalOutOfBoundsCannotExist() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new LedgerSettings(null, Duration.ofMillis(9)));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new LedgerSettings(null, Duration.ofSeconds(61)));
  }
}
