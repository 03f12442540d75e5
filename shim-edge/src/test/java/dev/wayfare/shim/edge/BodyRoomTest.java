package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BodyRoomTest {
  private final BodyRoom room = new BodyRoom(10 << 10);

  @Test
  void whatIsTakenIsNotThereForOthersUntilItIsGivenBack() {
    int claimed = room.claim(8 << 10);
    assertThat(claimed).isEqualTo(8);
    assertThat(room.claim(3000)).isEqualTo(-1);
    room.release(claimed);
    assertThat(room.claim(3000)).isEqualTo(3);
  }

  @Test
  void aBodyTakesNoMoreThanItsLength() {
    assertThat(room.claim(0)).isZero();
    assertThat(room.claim(1)).isEqualTo(1);
    assertThat(room.claim(9 << 10)).isEqualTo(9);
    assertThat(room.claim(1)).isEqualTo(-1);
  }
}
