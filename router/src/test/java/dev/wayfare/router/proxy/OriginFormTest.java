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
}
