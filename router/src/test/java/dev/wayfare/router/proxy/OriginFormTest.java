package dev.wayfare.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginFormTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/, /",
        "/a%2Fb;c=d?e=%41&f=/?:@, /a%2Fb;c=d?e=%41&f=/?:@",
        "/a|b{c}^d, /a%7Cb%7Bc%7D%5Ed",
        "/a[0]?b[]=<c>, /a%5B0%5D?b%5B%5D=%3Cc%3E",
        "/a\\b\"c, /a%5Cb%22c",
        "/%, /%25",
        "/%4, /%254",
        "/%4g%zz, /%254g%25zz",
        "/%%41, /%25%41",
        "//a//b?c=//d, /a//b?c=//d",
        "/a/../b/./c/..?d=/../e, /a/b/c?d=/../e",
        "/a/%2e%2E/b/.%2e/..., /a/b/...",
        "/.., /",
        "//./a, /a",
      })
  void whatNoPlainUriMayHaveIsEncodedOrLeftOut(String raw, String uri) {
    assertThat(new OriginForm(raw).uri()).isEqualTo(uri);
    assertThat(URI.create(uri).toString()).isEqualTo(uri);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "/a/../b%20c?q=a+b&d=%2b&e=~-._, /a/b%20c?q=a%2Bb&d=%2b&e=~-._",
        "/?a=b=c;d:@/?!$'()*, /?a=b%3Dc%3Bd%3A%40%2F%3F%21%24%27%28%29%2A",
        "/?%ff=%e1%88%b4&x=%fe, /?%25ff=%e1%88%b4&x=%25fe",
        "/?%=%4, /?%25=%254",
        "/?=a&&b=, /?%3Da&b=",
        "/?, /?",
        "/%ff, /%ff"
      })
  void whatIsSignedHasOneWayToBeRead(String raw, String signable) {
    assertThat(new OriginForm(raw).signable()).isEqualTo(signable);
    assertThat(URI.create(signable).toString()).isEqualTo(signable);
  }
}
