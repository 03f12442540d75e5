package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
  private final Headers headers =
      Headers.of(
          List.of(
              new Header("Accept", "a"),
              new Header("Connection", "close, X-Mine"),
              new Header("x-mine", "1"),
              new Header("accept", "b"),
              new Header("TE", "trailers"),
              new Header("Transfer-Encoding", "chunked")));

  @Test
  void namesCompareWithoutCaseAndRepeatedLinesStayApart() {
    assertThat(headers.all("ACCEPT")).containsExactly("a", "b");
    assertThat(headers.first("aCCEPT")).contains("a");
    assertThat(headers.first("absent")).isEmpty();
  }

  @Test
  void repeatedFieldsAreCombinedUnderTheirLowerCaseName() {
    assertThat(headers.without(name -> !name.startsWith("acc")).combined())
        .containsExactly(Map.entry("accept", "a, b"));
  }

  @Test
  void theCanonicalFormIsTheSameHoweverLinesWereSplitAndOrdered() {
    var split =
        Headers.of(
            List.of(
                new Header("X-B", "1"),
                new Header("Cookie", "a=1"),
                new Header("x-a", ""),
                new Header("x-b", "2, 3"),
                new Header("cookie", "b=2")));
    assertThat(split.canonical())
        .containsExactly(
            new Header("cookie", "a=1; b=2"), new Header("x-a", ""), new Header("x-b", "1,2, 3"));
    assertThat(split.canonical().canonical()).isEqualTo(split.canonical());
  }

  @Test
  void fieldsOfTheConnectionAndThoseItListsAreTakenAway() {
    assertThat(headers.withoutHopByHop())
        .containsExactly(new Header("Accept", "a"), new Header("accept", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "ä", "a\n", "(a)"})
  void whatIsNoTokenIsNoFieldName(String name) {
    assertThatThrownBy(() -> new Header(name, "v")).hasMessageContaining("not a field name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b", "\n", "\u0000", "\u007f", "€", "\u010d\u010a"})
  void aValueCannotCarryALineBreakOrAnotherControlCharacter(String value) {
    assertThatThrownBy(() -> new Header("x", value)).hasMessageContaining("control character");
  }

  @Test
  void aValueMayHoldTabsSpacesAndWhatIsNotAscii() {
    assertThat(new Header("x", "a\tb ü").value()).isEqualTo("a\tb ü");
  }
}
