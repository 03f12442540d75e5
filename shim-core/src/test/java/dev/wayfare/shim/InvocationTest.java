package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class InvocationTest {
  @Test
  void aTargetIsSplitAtItsFirstQuestionMark() {
    var invocation = Invocation.builder().target("/a?b?c=%3F").build();
    assertThat(invocation.path()).isEqualTo("/a");
    assertThat(invocation.query()).isEqualTo("b?c=%3F");
  }

  @Test
  void fieldsOfTheConnectionAndOfWayfareNeverReachAGuest() {
    var headers =
        Headers.of(
            List.of(
                new Header("Wayfare-Meter", "v=1"),
                new Header("Upgrade", "h2c"),
                new Header("x-kept", "1")));
    assertThat(Invocation.builder().headers(headers).build().headers())
        .containsExactly(new Header("x-kept", "1"));
  }

  @Test
  void aPathThatIsNotAbsoluteIsRefused() {
    assertThatThrownBy(() -> Invocation.builder().path("a").build())
        .hasMessage("the path must start with \"/\", but is \"a\"");
  }
}
