package dev.wayfare.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestedHostTest {
  /** RFC 3986, section 3.2.2, with a port as RFC 9110, section 7.2, adds it. */
  private static final Pattern SOUND =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=%-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

  @ParameterizedTest
  @CsvSource({
    "a, true",
    "a.b-c:80, true",
    "a:, true",
    "[::1], true",
    "[::1]:8080, true",
    "a:123456, false",
    ":80, false",
    "a:b, false",
    "a:1:2, false",
    "[], false",
    "[::1, false",
    "[::1]x:80, false",
    "[::g], false",
    "a/b, false",
    "a@b, false",
    "'a b', false"
  })
  void aHostIsANameOrAnAddressAndPerhapsAPort(String host, boolean sound) {
    assertThat(RequestedHost.isSound(host)).isEqualTo(sound);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itIsWhatTheGrammarSays(long seed) {
    var random = new SplittableRandom(seed);
    String alphabet = "aZ0:::[]].%-/ \u00e9";
    for (int i = 0; i < 100_000; i++) {
      var host = new StringBuilder();
      int length = random.nextInt(0, 9);
      for (int j = 0; j < length; j++) {
        host.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(RequestedHost.isSound(host.toString()))
          .as("'%s' of seed %d", host, seed)
          .isEqualTo(SOUND.matcher(host).matches());
    }
  }
}
