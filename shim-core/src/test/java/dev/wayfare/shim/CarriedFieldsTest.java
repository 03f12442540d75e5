package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
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
  void whatThePlatformWouldAddIsToldToBeAbsentWhereItIs() {
    Set<String> added = Set.of("content-type");
    Headers none = Headers.EMPTY.with("x-other", "1");
    // printf 'content-type' | base64
    Headers told = none.with("wayfare-fields", ":Y29udGVudC10eXBl:");
    assertThat(CarriedFields.carry(none, name -> false, added)).isEqualTo(told);
    Headers typed = Headers.EMPTY.with("Content-Type", "a/b");
    assertThat(CarriedFields.carry(typed, name -> false, added)).isSameAs(typed);
    assertThat(CarriedFields.restored(told.with("Content-Type", "application/json")))
        .isEqualTo(told);
  }

  @Test
  void fieldsThatThePlatformLeavesAloneStayAsTheyAre() {
    Headers headers = Headers.EMPTY.with("x-other", "1");
    assertThat(CarriedFields.carry(headers, "set-cookie"::equals)).isSameAs(headers);
  }

  @Test
  void whatWasCarriedStandsInPlaceOfLinesOfTheSameNames() {
    // printf 'Content-Type: a\xff' | base64; printf 'x-none' | base64; printf 'X-A: ' | base64
    Headers came =
        Headers.EMPTY
            .with("content-type", "application/octet-stream")
            .with("X-None", "1")
            .with("x-kept", "1")
            .with("wayfare-fields", ":Q29udGVudC1UeXBlOiBh/w==:, :eC1ub25l:")
            .with("Wayfare-Fields", ":WC1BOiA=:");
    assertThat(CarriedFields.restored(came).without(name -> name.equals(CarriedFields.NAME)))
        .containsExactly(
            new Header("Content-Type", "a\u00ff"),
            new Header("X-A", ""),
            new Header("x-kept", "1"));
    Headers none = Headers.EMPTY.with("x-kept", "1");
    assertThat(CarriedFields.restored(none)).isSameAs(none);
  }

  @ParameterizedTest
  // printf 'a: \nb' | base64; printf 'a b: c' | base64
  @ValueSource(strings = {"", ":", "a", ":*:", ":YTogYg==:,", ":YTogCmI=:", ":YSBiOiBj:"})
  void whatIsMalformedIsRefused(String value) {
    assertThatThrownBy(() -> CarriedFields.restored(Headers.EMPTY.with("wayfare-fields", value)))
        .isInstanceOf(IllegalArgumentException.class);
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
