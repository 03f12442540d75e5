package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceChangeTest {
  private static final PriceKey KEY =
      new PriceKey(Provider.AWS, "lambda", Sku.X86_64, "us-east-1", Meter.GB_SECONDS);
  private static final PriceBook SHIPPED = PriceBook.shipped();

  @Test
  void theSamePricesReadAnewAreNoChange() {
    PriceBook again =
        with(
            tier("0", "6000000000", "0.0000166667"),
            tier("6000000000", "15000000000", "0.0000150"),
            tier("15000000000", null, "0.0000133334"));

    assertThat(again.sha256()).isNotEqualTo(SHIPPED.sha256());
    assertThat(PriceChange.between(SHIPPED, again)).isEmpty();
  }

  @Test
  void aTierThatMovedIsAChangeWhereThePricesDiffer() {
    List<PriceChange> changes =
        PriceChange.between(
            SHIPPED,
            with(
                tier("0", "5000000000", "0.0000166667"),
                tier("5000000000", "15000000000", "0.000015"),
                tier("15000000000", null, "0.0000133334")));

    assertThat(changes).hasSize(1);
    assertThat(((PriceChange.Moved) changes.getFirst()).moves())
        .extracting(PriceChange.Move::toString)
        .containsExactly("0.0000166667 to 0.000015 from 5000400000 on");
  }

  @Test
  void anUpperTierThatIsMissingIsAChange() {
    PriceChange.Moved moved =
        (PriceChange.Moved)
            PriceChange.between(SHIPPED, with(tier("0", null, "0.0000166667"))).getFirst();

    assertThat(moved.moves())
        .extracting(PriceChange.Move::toString)
        .containsExactly(
            "0.000015 to 0.0000166667 from 6000400000 on",
            "0.0000133334 to 0.0000166667 from 15000400000 on");
    assertThat(moved.largest().factor()).hasValue(new BigDecimal("1.25"));
  }

  @Test
  void aPriceThatIsNotKnownAnyMoreExceedsEveryFactorAndOneThatBecameKnownNone() {
    PriceBook known =
        with(tier("0", "6000000000", "0.0000166667"), tier("6000000000", null, "0.0000166667"));
    PriceBook less = with(tier("0", "6000000000", "0.0000166667"));

    assertThat(moved(known, less).exceeds(new BigDecimal("1000"))).isTrue();
    assertThat(moved(less, known).exceeds(BigDecimal.ONE)).isFalse();
    assertThat(moved(known, less).largest())
        .hasToString("0.0000166667 to unknown from 6000400000 on");
  }

  @ParameterizedTest(name = "{0} to {1} by more than {2}: {3}")
  @CsvSource({
    "1, 2, 2, false",
    "1, 2.0000001, 2, true",
    "2, 1, 2, false",
    "2, 0.9999999, 2, true",
    "0, 1, 1000, true",
    "1, 0, 1000, true",
    "3, 1, 3.0, false"
  })
  void theFactorIsExactAndCountsBothWays(
      BigDecimal before, BigDecimal after, BigDecimal factor, boolean exceeds) {
    PriceChange.Moved moved =
        moved(with(tier("0", null, before.toString())), with(tier("0", null, after.toString())));

    assertThat(moved.exceeds(factor)).isEqualTo(exceeds);
  }

  @Test
  void thePriceThatMovedMostIsTheLargest() {
    PriceBook before = with(tier("0", "10", "2"), tier("10", "20", "3"), tier("20", null, "4"));

    assertThat(
            moved(before, with(tier("0", "10", "3"), tier("10", "20", "1"), tier("20", null, "5")))
                .largest())
        .hasToString("3 to 1 from 400010 on");
    assertThat(
            moved(before, with(tier("0", "10", "9"), tier("10", "20", "0"), tier("20", null, "5")))
                .largest())
        .hasToString("3 to 0 from 400010 on");
  }

  @Test
  void addedAndRemovedPricesAreToldApart() {
    PriceKey other = new PriceKey(Provider.AWS, "lambda", Sku.X86_64, "new-1", Meter.GB_SECONDS);
    PriceBook more = with(other, tier("0", null, "1"));

    assertThat(PriceChange.between(SHIPPED, more).getFirst())
        .isInstanceOf(PriceChange.Added.class)
        .extracting(PriceChange::key)
        .isEqualTo(other);
    assertThat(PriceChange.between(more, SHIPPED).getFirst())
        .isInstanceOf(PriceChange.Removed.class);
  }

  private static PriceChange.Moved moved(PriceBook before, PriceBook after) {
    return (PriceChange.Moved) PriceChange.between(before, after).getFirst();
  }

  private static PriceBook with(Tier... tiers) {
    return with(KEY, tiers);
  }

  private static PriceBook with(PriceKey key, Tier... tiers) {
    Provenance provenance =
        new Provenance(
            Confidence.HIGH,
            LocalDate.of(2026, 12, 1),
            List.of(new Provenance.Source("a list", "https://a.example/", "2026-12-01")));
    return SHIPPED.revised(
        List.of(new Reading(key, List.of(tiers), provenance)),
        Set.of(),
        Instant.parse("2026-12-01T00:00:00Z"));
  }

  private static Tier tier(String from, @Nullable String to, String usd) {
    return new Tier(
        new BigDecimal(from), to == null ? null : new BigDecimal(to), new BigDecimal(usd));
  }
}
