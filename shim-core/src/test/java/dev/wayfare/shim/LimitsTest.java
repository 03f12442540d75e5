package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  @Test
  void withoutVariablesTheDefaultsHold() {
    assertThat(Limits.fromEnvironment(Map.of())).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void eachVariableSetsItsLimit() {
    var limits =
        Limits.fromEnvironment(
            Map.of(
                "WAYFARE_DEADLINE_MILLIS", "1",
                "WAYFARE_MEMORY_PAGES", "2",
                "WAYFARE_TABLE_ENTRIES", "3",
                "WAYFARE_STACK_BYTES", "100000",
                "WAYFARE_REQUEST_BYTES", "4",
                "WAYFARE_RESPONSE_BYTES", "5",
                "WAYFARE_LOG_BYTES", "6",
                "WAYFARE_CONCURRENT_GUESTS", "7",
                "WAYFARE_QUEUED_INVOCATIONS", "8"));
    assertThat(limits)
        .isEqualTo(
            Limits.builder()
                .deadline(Duration.ofMillis(1))
                .memoryPages(2)
                .tableEntries(3)
                .stackBytes(100000)
                .requestBytes(4)
                .responseBytes(5)
                .logBytes(6)
                .concurrentGuests(7)
                .queuedInvocations(8)
                .build());
    assertThat(
            Limits.fromEnvironment(
                Map.of(
                    "WAYFARE_START_MILLIS", "12",
                    "WAYFARE_HEADER_FIELDS", "9",
                    "WAYFARE_HEADER_BYTES", "100",
                    "WAYFARE_USES_PER_GUEST", "11")))
        .isEqualTo(
            Limits.builder()
                .startDeadline(Duration.ofMillis(12))
                .headerFields(9)
                .headerBytes(100)
                .usesPerGuest(11)
                .build());
  }

  @Test
  void aValueThatIsNoNumberIsNamed() {
    assertThatThrownBy(() -> Limits.fromEnvironment(Map.of("WAYFARE_LOG_BYTES", "64k")))
        .hasMessage(
            "the environment variable WAYFARE_LOG_BYTES must be a whole number, but is \"64k\"");
  }

  @Test
  void boundsUnderWhichNothingRunsAreRefused() {
    assertThatThrownBy(() -> Limits.fromEnvironment(Map.of("WAYFARE_CONCURRENT_GUESTS", "0")))
        .hasMessage("the limit on concurrent guests must be from 1 to 10000, but is 0");
    assertThatThrownBy(() -> Limits.fromEnvironment(Map.of("WAYFARE_REQUEST_BYTES", "2147483647")))
        .hasMessage("the limit on request bytes must be from 0 to 1073741824, but is 2147483647");
    assertThatThrownBy(() -> Limits.fromEnvironment(Map.of("WAYFARE_DEADLINE_MILLIS", "0")))
        .hasMessageContaining("deadline must be positive");
  }
}
