package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

final class PicoUsdTest {
  @Test
  void aFractionOfAPicoDollarIsRoundedAsAskedFor() {
    BigDecimal usd = new BigDecimal("1.0000000000015");
    assertThat(PicoUsd.of(usd, RoundingMode.FLOOR)).isEqualTo(1_000_000_000_001L);
    assertThat(PicoUsd.of(usd, RoundingMode.CEILING)).isEqualTo(1_000_000_000_002L);
    assertThat(PicoUsd.usd(1_500_000_000_000L)).isEqualTo(new BigDecimal("1.5"));
  }

  @Test
  void moreThanFitsIsTheMostThatFits() {
    assertThat(PicoUsd.of(new BigDecimal("1e30"), RoundingMode.HALF_UP)).isEqualTo(Long.MAX_VALUE);
  }
}
