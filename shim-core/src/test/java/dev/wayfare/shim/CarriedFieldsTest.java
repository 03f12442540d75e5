package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CarriedFieldsTest {
  @Test
  void theNamedLinesMoveIntoOneFieldInTheirOrder() {
    Headers headers =
        Headers.of(
            List.of(
                new Header("Set-Cookie", "a=1"),
                new Header("x-other", "1"),
                new Header("set-cookie", "b=ü")));
    // printf 'Set-Cookie: a=1' | base64; printf 'set-cookie: b=\xfc' | base64
    assertThat(CarriedFields.carry(headers, "set-cookie"::equals))
        .containsExactly(
            new Header("x-other", "1"),
            new Header("wayfare-fields", ":U2V0LUNvb2tpZTogYT0x:, :c2V0LWNvb2tpZTogYj38:"));
  }

  @Test
  void fieldsThatThePlatformLeavesAloneStayAsTheyAre() {
    Headers headers = Headers.EMPTY.with("x-other", "1");
    assertThat(CarriedFields.carry(headers, "set-cookie"::equals)).isSameAs(headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?1", "?0", "1", ""})
  void onlyACallerThatSaysSoPutsThemBack(String value) {
    Headers fields = Headers.EMPTY.with("Wayfare-Accept-Fields", value);
    assertThat(CarriedFields.accepts(Invocation.builder().headers(fields).build()))
        .isEqualTo(value.equals("?1"));
    assertThat(CarriedFields.accepts(Invocation.builder().build())).isFalse();
  }
}
