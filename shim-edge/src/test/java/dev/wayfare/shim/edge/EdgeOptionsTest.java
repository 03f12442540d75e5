package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wayfare.shim.edge.EdgeOptions.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EdgeOptionsTest {
  @Test
  void loopbackHoldsWhereNothingIsSaid() {
    assertThat(EdgeOptions.parse())
        .isEqualTo(
            new EdgeOptions(
                new Address("127.0.0.1", 8080),
                Optional.empty(),
                Collections.emptySortedMap(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                1024,
                false,
                false));
  }

  @Test
  void everyOptionIsRead() {
    String line =
        "--exit-at-stdin-end --port 0 --host ::1 --metrics-port 9 --metrics-host 0.0.0.0"
            + " --function /a=a.jar --function /=b.jar --tls-cert c.pem --tls-key k.pem"
            + " --client-ca ca.pem --health-path /healthz --drain-seconds 9 --max-connections 7";
    assertThat(EdgeOptions.parse(line.split(" ")))
        .isEqualTo(
            new EdgeOptions(
                new Address("::1", 0),
                Optional.of(new Address("0.0.0.0", 9)),
                new TreeMap<>(Map.of("/a", Path.of("a.jar"), "/", Path.of("b.jar"))),
                Optional.of(
                    new TlsFiles(
                        Path.of("c.pem"), Path.of("k.pem"), Optional.of(Path.of("ca.pem")))),
                Optional.of("/healthz"),
                Duration.ofSeconds(9),
                7,
                true,
                false));
  }

  @Test
  void anIpv6AddressIsBracketedInUrls() {
    assertThat(new Address("::1", 0).authority(80)).isEqualTo("[::1]:80");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, --prot is not known",
    "--port, --port needs a value",
    "--rehearse --tls-cert c.pem --tls-key k.pem, --rehearse is for a server without TLS",
    "--port x, --port must be a whole number",
    "--metrics-port -1, must be between 0 and 65535",
    "--port 65536, must be between 0 and 65535",
    "--drain-seconds -1, --drain-seconds must be between 0 and 3600",
    "--max-connections 0, --max-connections must be between 1 and 1000000",
    "--function a.jar, --function takes PREFIX=FILE.jar",
    "--function a=a.jar, --function takes a path such as /orders",
    "--function /a/=a.jar, without \"/\" at its end",
    "--function /a=a.jar --function /a=b.jar, two functions have the prefix /a",
    "--health-path /a?b, --health-path takes a path",
    "--tls-cert c.pem, give both",
    "--tls-key k.pem, give both",
    "--client-ca ca.pem, give both",
  })
  void aWrongCommandLineIsRefusedInOneSentence(String line, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EdgeOptions.parse(line.split(" ")))
        .withMessageContaining(reason);
  }
}
