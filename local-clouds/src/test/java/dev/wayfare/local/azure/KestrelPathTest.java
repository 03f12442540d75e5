package dev.wayfare.local.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KestrelPathTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/, /",
        "/hello;a=b/c+d:e@f, /hello;a=b/c+d:e@f",
        "/%7euser/%41, /~user/A",
        "/a%2Fb/a%2fb, /a%2Fb/a%2fb",
        "/%c3%a9, /%C3%A9",
        "/%e9%80, /%e9%80",
        "/%C3%41, /%C3A",
        "/%C0%AF, /%C0%AF",
        "/%ED%A0%80, /%ED%A0%80",
        "/%F0%9F%98%80, /%F0%9F%98%80",
        "/%2541, /%41",
        "/%25zz, /%25zz",
        "/%zz%4, /%25zz%254",
        "/a|b{c}\"d, /a%7Cb%7Bc%7D%22d",
        "/a%20b%3F%23, /a%20b%3F%23",
        "/%0A, /%0A",
        "/a/./b/../c, /a/c",
        "/a/.., /",
        "/a/b/., /a/b/",
        "/../a, /a",
        "/a/%2e%2e/b, /b",
        "/.a/..b/..., /.a/..b/...",
        "//a//b, //a//b",
      })
  void aPathIsDecodedAndEncodedAgain(String raw, String seen) {
    assertThat(KestrelPath.seen(raw)).isEqualTo(seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%00", "/\u00e9"})
  void somePathsAreRefused(String raw) {
    assertThatThrownBy(() -> KestrelPath.seen(raw)).isInstanceOf(IllegalArgumentException.class);
  }
}
