package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class InvocationTest {
  @Test
  void aTargetIsSplitAtItsFirstQuestionMark() {
    var invocation = Invocation.builder().target("/a?b?c=%3F").build();
    assertThat(invocation.path()).isEqualTo("/a");
    assertThat(invocation.query()).isEqualTo("b?c=%3F");
  }

  @Test
  void aPathThatIsNotAbsoluteIsRefused() {
    assertThatThrownBy(() -> Invocation.builder().path("a").build())
        .hasMessage("the path must start with \"/\", but is \"a\"");
  }
}
