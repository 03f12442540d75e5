package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignalledCloseTest {
  @Test
  void whatFailsToCloseKeepsNothingElseFromIt() {
    List<String> closed = new ArrayList<>();
    var closer = new SignalledClose(() -> closed.add("first given"));
    closer.closeFirst(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    closer.closeFirst(() -> closed.add("last given"));
    assertThatIllegalStateException().isThrownBy(closer::close).withMessage("on purpose");
    assertThat(closed).containsExactly("last given", "first given");
    closer.close();
    assertThat(closed).hasSize(2);
  }
}
