package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.abi.Answer.Fault;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MeterFieldTest {
  @Test
  void everyMeasureThatIsKnownIsInTheField() {
    var first =
        new MeterField(
            Optional.empty(), 812, OptionalLong.of(230), OptionalLong.of(1 << 20), 3, "ab");
    assertThat(first.value())
        .isEqualTo(
            "v=1, origin=guest, handler-us=812, init-ms=230, peak-memory-bytes=1048576,"
                + " overlapping=3, module=\"ab\"");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    var later =
        new MeterField(
            Optional.of(Fault.HOST), 0, OptionalLong.empty(), OptionalLong.empty(), 0, "ab");
    assertThat(later.value())
        .isEqualTo("v=1, origin=shim, fault=host, handler-us=0, overlapping=0, module=\"ab\"");
  }
}
