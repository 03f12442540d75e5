package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EdgeOptionsTest {
  @Test
  void loopbackHoldsWhereNothingIsSaid() {
    assertThat(EdgeOptions.parse())
        .isEqualTo(new EdgeOptions("127.0.0.1", 8080, OptionalInt.empty(), false));
  }

  @Test
  void everyOptionIsRead() {
    assertThat(
            EdgeOptions.parse(
                "--exit-at-stdin-end", "--port", "0", "--host", "::1", "--metrics-port", "9"))
        .isEqualTo(new EdgeOptions("::1", 0, OptionalInt.of(9), true));
  }

  @Test
  void anIpv6AddressIsBracketedInUrls() {
    assertThat(new EdgeOptions("::1", 0, OptionalInt.empty(), false).authority(80))
        .isEqualTo("[::1]:80");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, --prot is not known",
    "--port, --port needs a value",
    "--port x, must be a whole number",
    "--metrics-port -1, must be between 0 and 65535",
    "--port 65536, must be between 0 and 65535",
  })
  void aWrongCommandLineIsRefusedInOneSentence(String line, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EdgeOptions.parse(line.split(" ")))
        .withMessageContaining(reason);
  }
}
