package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BodyRoomTest {
  private static final int LIMIT = 8 << 10;

  private final BodyRoom room = new BodyRoom(10 << 10);

  @Test
  void aBodyOfUnknownLengthTakesTheLimitsRoom() {
    int claimed = room.claim(null, LIMIT);
    assertThat(claimed).isEqualTo(8);
    assertThat(room.claim("3000", LIMIT)).isEqualTo(-1);
    room.release(claimed);
    assertThat(room.claim("3000", LIMIT)).isEqualTo(3);
  }

  @Test
  void aBodyTakesNoMoreThanItsLengthAndTheLimit() {
    assertThat(room.claim("0", LIMIT)).isZero();
    assertThat(room.claim("1", LIMIT)).isEqualTo(1);
    assertThat(room.claim("999999999", LIMIT)).isEqualTo(8);
    assertThat(room.claim("5000", LIMIT)).isEqualTo(-1);
  }

  @Test
  void aLengthThatIsNoneCountsAsUnknown() {
    assertThat(room.claim("-1", LIMIT)).isEqualTo(8);
  }
}
