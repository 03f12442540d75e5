package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrantsTest {
  @Test
  void withoutVariablesOnlyTimeAndRandomnessAreGranted() {
    Grants grants = Grants.fromEnvironment(Map.of("PATH", "/bin"));
    assertThat(grants).isEqualTo(Grants.DEFAULT);
    assertThat(grants.environment()).isEmpty();
    assertThat(grants.files().isEmpty()).isTrue();
    assertThat(grants.scratchBytes()).isZero();
    assertThat(grants.clock()).isEqualTo(new Grants.Clock.Every(Duration.ofMillis(1)));
    assertThat(grants.randomness()).isEqualTo(new Grants.Randomness.Secure());
  }

  @Test
  void eachVariableGrantsWhatItNames() {
    Grants grants =
        Grants.fromEnvironment(
            Map.of(
                "WAYFARE_GRANT_ENVIRONMENT", "LANG, TZ",
                "WAYFARE_GRANT_SECRETS", "TOKEN",
                "WAYFARE_GRANT_ARGUMENTS", " -v  --fast ",
                "WAYFARE_GRANT_SCRATCH_BYTES", "65536",
                "WAYFARE_GRANT_CLOCK", "10us",
                "WAYFARE_GRANT_RANDOM", "seed:-7",
                "LANG", "C",
                "TZ", "",
                "TOKEN", "hunter2",
                "OTHER", "x"));
    assertThat(grants.environment()).containsExactly(Map.entry("LANG", "C"), Map.entry("TZ", ""));
    assertThat(grants.secrets()).containsExactly(Map.entry("TOKEN", "hunter2"));
    assertThat(grants.arguments()).containsExactly("-v", "--fast");
    assertThat(grants.scratchBytes()).isEqualTo(65536);
    assertThat(grants.clock()).isEqualTo(new Grants.Clock.Every(Duration.ofNanos(10_000)));
    assertThat(grants.randomness()).isEqualTo(new Grants.Randomness.Seeded(-7));
    assertThat(grants.toString()).contains("TOKEN").doesNotContain("hunter2");
  }

  @Test
  void timeAndRandomnessCanBeTakenAway() {
    Grants grants =
        Grants.fromEnvironment(Map.of("WAYFARE_GRANT_CLOCK", "off", "WAYFARE_GRANT_RANDOM", "off"));
    assertThat(grants.clock()).isEqualTo(new Grants.Clock.Off());
    assertThat(grants.randomness()).isEqualTo(new Grants.Randomness.Off());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WAYFARE_GRANT_SECRETS | TOKEN | names TOKEN, which is not set; set TOKEN or take it off"
            + " the list",
        "WAYFARE_GRANT_SCRATCH_BYTES | 1g | must be a number of bytes from 0 to 1073741824, but is"
            + " \"1g\"",
        "WAYFARE_GRANT_SCRATCH_BYTES | -1 | must be a number of bytes from 0 to 1073741824, but is"
            + " \"-1\"",
        "WAYFARE_GRANT_CLOCK | 0ms | must be \"off\" or a resolution from 1ns to 3600s, such as"
            + " \"1ms\", but is \"0ms\"",
        "WAYFARE_GRANT_CLOCK | fast | must be \"off\" or a resolution from 1ns to 3600s, such as"
            + " \"1ms\", but is \"fast\"",
        "WAYFARE_GRANT_RANDOM | seed:x | must be \"off\", \"secure\" or \"seed:\" and a whole"
            + " number, but is \"seed:x\"",
        "WAYFARE_GRANT_RANDOM | 4 | must be \"off\", \"secure\" or \"seed:\" and a whole number,"
            + " but is \"4\""
      })
  void aValueThatIsOfNoUseIsSaidOfItsVariable(String name, String value, String said) {
    assertThatThrownBy(() -> Grants.fromEnvironment(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the environment variable " + name + " " + said);
  }

  @Test
  void whatNoGuestCouldBeGivenIsRefused() {
    assertThatThrownBy(() -> Grants.builder().variable("A=B", "x").build())
        .hasMessage("not a variable's name: \"A=B\"");
    assertThatThrownBy(() -> Grants.builder().secret("A", "x\0").build())
        .hasMessage("the variable A holds a NUL, which ends a text for a guest");
    assertThatThrownBy(() -> Grants.builder().variable("A", "x").secret("A", "y").build())
        .hasMessage("the variable A is granted both as a secret and as none");
    assertThatThrownBy(() -> Grants.builder().scratchBytes(-1).build())
        .hasMessage("scratch space must be from 0 to 1073741824 bytes, but is -1");
  }
}
