package dev.wayfare.shim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CgiResponseTest {
  @Test
  void headersEndAtTheEmptyLineAndTheBodyIsWhateverFollows() {
    assertThat(parse("Content-Type: text/plain\nX-A: 1\nX-A:2\n\nbody\n\nmore"))
        .isEqualTo(
            new Answer.Answered(
                200,
                Headers.of(
                    List.of(
                        new Header("Content-Type", "text/plain"),
                        new Header("X-A", "1"),
                        new Header("X-A", "2"))),
                Body.utf8("body\n\nmore")));
  }

  @Test
  void theOctetsOfAFieldStayAsTheGuestWroteThem() {
    assertThat(parse("X: café\n\n"))
        .isEqualTo(
            new Answer.Answered(200, Headers.EMPTY.with("X", "caf\u00c3\u00a9"), Body.EMPTY));
  }

  @Test
  void linesMayEndWithCrLfAndStatusChoosesTheStatus() {
    assertThat(parse("status: 404 Not Found\r\nX: 1\r\n\r\n"))
        .isEqualTo(new Answer.Answered(404, Headers.EMPTY.with("X", "1"), Body.EMPTY));
  }

  @Test
  void aLocationWithoutAStatusRedirects() {
    assertThat(parse("Location: /there\n\n"))
        .isEqualTo(new Answer.Answered(302, Headers.EMPTY.with("Location", "/there"), Body.EMPTY));
  }

  @Test
  void aLocationWithAStatusKeepsIt() {
    assertThat(parse("Location: /there\nStatus: 201\n\n"))
        .isInstanceOfSatisfying(
            Answer.Answered.class, answer -> assertThat(answer.status()).isEqualTo(201));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello world",
        "\u0000\u0001",
        "no colon here\n\n",
        ": empty\n\n",
        "X: 1\n",
        "X: 1",
        "a b: 1\n\n",
        "X: a\rb\n\n",
        "Status: 100\n\n",
        "Status: 199\n\n",
        "Status: 600\n\n",
        "Status: 2000\n\n",
        "Status: OK\n\n",
        "Status:\n\n",
        "Status: ٢٠٠\n\n"
      })
  void whatIsNoCgiResponseIsABadGatewayWithAReason(String output) {
    assertThat(parse(output))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.status()).isEqualTo(502);
              assertThat(failed.reason()).startsWith("the guest");
            });
  }

  @Test
  void moreFieldsThanTheLimitAreRefused() {
    assertThat(parse("X: 1\n".repeat(256) + "\n")).isInstanceOf(Answer.Answered.class);
    assertThat(parse("X: 1\n".repeat(257) + "\n"))
        .isEqualTo(
            new Answer.Failed(
                502,
                Answer.Fault.GUEST,
                "the guest's output is no CGI response: it has more than the limit of 256 fields"));
  }

  @Test
  void endlessHeadersAreRefused() {
    assertThat(parse("X: " + "1".repeat(70_000) + "\n\n"))
        .isEqualTo(
            new Answer.Failed(
                502,
                Answer.Fault.GUEST,
                "the guest's output is no CGI response: its headers are longer than 65536 bytes"));
  }

  @Test
  void noOutputWhateverThrows() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    String alphabet = "Status: 20X-\r\n\u0000é";
    for (int i = 0; i < 20_000; i++) {
      var output = new StringBuilder();
      random
          .ints(random.nextInt(40), 0, alphabet.length())
          .forEach(at -> output.append(alphabet.charAt(at)));
      assertThat(parse(output.toString())).as("seed %d: %s", seed, output).isNotNull();
    }
  }

  private static Answer parse(String output) {
    var written = new CgiOutput(1 << 20);
    byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
    written.write(bytes, 0, bytes.length);
    return CgiResponse.parse(written, Limits.DEFAULT);
  }
}
