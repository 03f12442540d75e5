package dev.wayfare.router.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallersTest {
  private static final List<CallerRegion> REGIONS =
      List.of(new CallerRegion("a", List.of()), new CallerRegion("b", List.of()));

  private record Someone(@Nullable String value, @Nullable String address) implements Caller {
    @Override
    public @Nullable String header(String name) {
      return name.equals("x-country") ? value : null;
    }
  }

  private static AddressRange range(String first, int prefixBits) {
    return new AddressRange(AddressRange.Bits.of(InetAddress.ofLiteral(first)), prefixBits);
  }

  private static int place(@Nullable String value, @Nullable String address, AddressRange... b) {
    List<Callers.Located> ranges = Arrays.stream(b).map(it -> new Callers.Located(it, 1)).toList();
    return new Callers("x-country", REGIONS, Map.of("A", 0), ranges)
        .place(new Someone(value, address));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0, 8, 10.255.0.1, true",
    "10.0.0.0, 8, 11.0.0.1, false",
    "0.0.0.0, 0, 203.0.113.9, true",
    "0.0.0.0, 0, 2001:db8::1, false",
    "::, 0, 2001:db8::1, true",
    "::, 0, 203.0.113.9, false",
    "192.0.2.7, 32, 192.0.2.7, true",
    "192.0.2.7, 32, 192.0.2.6, false",
    "192.0.2.7, 32, ::ffff:192.0.2.7, true",
    "2001:db8::, 32, 2001:db8:ffff::1, true",
    "2001:db8::, 32, 2001:db9::1, false",
    "2001:db8::, 64, 2001:db8:0:0:ffff::, true",
    "2001:db8::, 64, 2001:db8:0:1::, false",
    "2001:db8::8000:0:0:0, 65, 2001:db8::8001:0:0:0, true",
    "2001:db8::8000:0:0:0, 65, 2001:db8::7001:0:0:0, false",
    "2001:db8::1, 128, 2001:db8::1, true",
    "2001:db8::1, 128, 2001:db8::2, false",
    "fe80::, 10, fe80::1%eth9, true"
  })
  void aRangeHasTheAddressesThatBeginAlike(
      String first, int prefixBits, String address, boolean covered) {
    assertThat(place(null, address, range(first, prefixBits)))
        .isEqualTo(covered ? 1 : Callers.NOWHERE);
  }

  @Test
  void theSmallestRangeCounts() {
    Callers callers =
        new Callers(
            null,
            REGIONS,
            Map.of(),
            List.of(
                new Callers.Located(range("10.0.0.0", 8), 0),
                new Callers.Located(range("10.1.0.0", 16), 1)));
    assertThat(callers.place(new Someone(null, "10.1.2.3"))).isEqualTo(1);
    assertThat(callers.place(new Someone(null, "10.2.2.3"))).isZero();
  }

  @Test
  void theFieldComesBeforeTheAddress() {
    AddressRange all = range("0.0.0.0", 0);
    assertThat(place("A", "192.0.2.1", all)).isZero();
    assertThat(place("a", "192.0.2.1", all)).isEqualTo(1);
    assertThat(place("A", null)).isZero();
    assertThat(place(null, null, all)).isEqualTo(Callers.NOWHERE);
    assertThat(place("elsewhere", "192.0.2.1")).isEqualTo(Callers.NOWHERE);
    assertThat(Callers.NONE.place(new Someone("A", "192.0.2.1"))).isEqualTo(Callers.NOWHERE);
  }

  @Test
  void aRangeThatIsNoneCannotExist() {
    assertThatIllegalArgumentException().isThrownBy(() -> range("10.0.0.1", 8));
    assertThatIllegalArgumentException().isThrownBy(() -> range("10.0.0.0", 33));
    assertThatIllegalArgumentException().isThrownBy(() -> range("::1", 127));
    assertThatIllegalArgumentException().isThrownBy(() -> range("::", 129));
  }
}
