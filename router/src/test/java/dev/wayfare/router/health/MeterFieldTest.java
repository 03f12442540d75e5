package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.health.MeterField.Blame;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MeterFieldTest {
  private static final String WHOLE =
      "v=1, origin=guest, handler-us=812, init-ms=230, peak-memory-bytes=104857600, overlapping=0,"
          + " module=\""
          + "ab".repeat(32)
          + "\"";

  @Test
  void theWholeFieldIsRead() {
    assertThat(MeterField.parse(WHOLE))
        .contains(
            new MeterField(
                MeterField.Origin.GUEST,
                Blame.NONE,
                Duration.ofNanos(812_000),
                Duration.ofMillis(230)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guest NONE",
        "caller NONE",
        "carrier CARRIER",
        "host HOST",
        "moon HOST",
        "5 HOST",
      })
  void aShimSaysWhoseFaultItsStatusIs(String whose) {
    String[] parts = whose.split(" ", 2);
    assertThat(MeterField.parse("v=1, origin=shim, fault=" + parts[0] + ", handler-us=1"))
        .map(MeterField::blame)
        .contains(Blame.valueOf(parts[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=1,origin=shim,handler-us=0",
        "  v=1 ,\torigin=shim , handler-us=0  ",
        "v=1;a;b=2, origin=shim;x=\"y\", handler-us=0;z=?1",
        "handler-us=9, handler-us=0, origin=guest, origin=shim, v=2, v=1",
        "v=1, origin=shim, handler-us=0, new=(1 2.5 \"a\\\"b\" tok :YWJj:;q ?0);p=1, flag, on;x=1",
        "v=1, origin=shim, handler-us=0, at=@1700000000, minus=-5, d=-1.125, *k=*t/x",
        "v=1, origin=shim, handler-us=0, empty=( ), list=(  a   b  )",
      })
  void otherWellFormedMembersAreIgnored(String field) {
    assertThat(MeterField.parse(field))
        .contains(new MeterField(MeterField.Origin.SHIM, Blame.HOST, Duration.ZERO, Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=1",
        "v=2, origin=guest, handler-us=1",
        "origin=guest, handler-us=1",
        "v=1, handler-us=1",
        "v=1, origin=guest",
        "v=1, origin=\"guest\", handler-us=1",
        "v=1, origin=Guest, handler-us=1",
        "v=1, origin=host, handler-us=1",
        "v=1, origin, handler-us=1",
        "v=1, origin=guest, handler-us=-1",
        "v=1, origin=guest, handler-us=1.5",
        "v=1, origin=guest, handler-us=\"1\"",
        "v=1, origin=guest, handler-us=999999999999999",
        "v=1, origin=guest, handler-us=9999999999999999",
        "v=1, origin=guest, handler-us=1, init-ms=-1",
        "v=1, origin=guest, handler-us=1, init-ms=a",
        "v=1, origin=guest, handler-us=1,",
        "v=1, origin=guest, handler-us=1, ,",
        "v=1 origin=guest handler-us=1",
        "v=1, origin=guest, handler-us=1; ",
        "v=1, origin=guest, handler-us=",
        "v=1, origin=guest, handler-us=1, x=(1",
        "v=1, origin=guest, handler-us=1, x=(1(2))",
        "v=1, origin=guest, handler-us=1, x=\"a",
        "v=1, origin=guest, handler-us=1, x=\"a\\n\"",
        "v=1, origin=guest, handler-us=1, x=:a",
        "v=1, origin=guest, handler-us=1, x=?2",
        "v=1, origin=guest, handler-us=1, x=1.2345",
        "v=1, origin=guest, handler-us=1, x=1.",
        "v=1, origin=guest, handler-us=1, x=-",
        "v=1, origin=guest, handler-us=1, x=@1.5",
        "v=1, origin=guest, handler-us=1, X=1",
        "v=1, origin=guest, handler-us=1, x=\u00e9",
        "v=1, origin=guest, handler-us=1\u0000",
        "\tv=1, origin=guest, handler-us=1",
      })
  void anythingElseCountsAsAbsent(String field) {
    assertThat(MeterField.parse(field)).isEmpty();
  }

  @Test
  void aFieldThatIsTooLongCountsAsAbsent() {
    assertThat(MeterField.parse(WHOLE + ", x=\"" + "y".repeat(1024) + "\"")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void garbageNeverThrowsAndNeverPassesUnlessWellFormed(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 5_000; round++) {
      String garbage = mutate(WHOLE, random);
      Optional<MeterField> parsed = MeterField.parse(garbage);
      parsed.ifPresent(
          field ->
              assertThat(garbage)
                  .as("seed %d", seed)
                  .contains("origin=" + (field.origin() == MeterField.Origin.GUEST ? "g" : "s")));
    }
  }

  private static String mutate(String text, RandomGenerator random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(1, 6); i > 0 && mutated.length() > 0; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, (char) random.nextInt(0, 256));
        case 2 -> mutated.setCharAt(at, "=,;()\"\\:?@ -.*\t".charAt(random.nextInt(15)));
        default -> mutated.setLength(at);
      }
    }
    return mutated.toString();
  }
}
