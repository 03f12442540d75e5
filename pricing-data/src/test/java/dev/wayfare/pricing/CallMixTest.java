package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CallMixTest {
  private static final Duration INIT = Duration.ofMillis(300);

  @Test
  void requestsAreSharedOutInWholeCallsByTheLargestRemainder() {
    assertThat(mix(1, 1, 1).apportion(10)).containsExactly(4, 3, 3);
    assertThat(mix(5, 3, 2).apportion(7)).containsExactly(4, 2, 1);
    assertThat(mix(1, 3).apportion(2)).containsExactly(1, 1);
    assertThat(mix(1, 4).apportion(2)).containsExactly(0, 2);
    assertThat(mix(90, 10).apportion(1_000_000)).containsExactly(900_000, 100_000);
    assertThat(mix(7, 9).apportion(0)).containsExactly(0, 0);
  }

  @Test
  void aPartOfEveryShareStartsCold() {
    CallMix cold = mix(90, 10).withColdStarts(INIT, 3, 100);

    assertThat(cold.shares())
        .extracting(CallMix.Share::weight)
        .containsExactly(8730L, 270L, 970L, 30L);
    assertThat(cold.shares())
        .extracting(share -> share.call().initTime())
        .containsExactly(Duration.ZERO, INIT, Duration.ZERO, INIT);
    assertThat(cold.shares())
        .extracting(share -> share.call().handlerTime().toMillis())
        .containsExactly(1L, 1L, 2L, 2L);
    assertThat(mix(3).withColdStarts(INIT, 0, 1)).isEqualTo(mix(3));
    assertThat(mix(3).withColdStarts(INIT, 1, 1).shares())
        .containsExactly(new CallMix.Share(new Call(Duration.ofMillis(1), INIT, 0), 3));
  }

  @Test
  void aMixOutOfBoundsIsRefused() {
    refuses(() -> new CallMix(List.of()), "a mix has 1 to 10000 shares, not 0");
    List<CallMix.Share> many = Collections.nCopies(10_001, new CallMix.Share(Cards.call(1), 1));
    assertThat(new CallMix(many.subList(1, 10_001)).weight()).isEqualTo(10_000);
    refuses(() -> new CallMix(many), "a mix has 1 to 10000 shares, not 10001");
    refuses(() -> mix(0), "a weight is 1 to 1000000000000, not 0");
    assertThat(mix(1_000_000_000_000L).weight()).isEqualTo(1_000_000_000_000L);
    refuses(() -> mix(1_000_000_000_001L), "a weight is 1 to 1000000000000, not 1000000000001");
    refuses(
        () -> mix(1).withColdStarts(INIT, 2, 1),
        "cold starts are a part of 1 to 1,000,000, not 2 of 1");
    refuses(
        () -> mix(1).withColdStarts(INIT, -1, 1),
        "cold starts are a part of 1 to 1,000,000, not -1 of 1");
    refuses(
        () -> mix(1).withColdStarts(INIT, 0, 0),
        "cold starts are a part of 1 to 1,000,000, not 0 of 0");
    refuses(
        () -> mix(1).withColdStarts(INIT, 1, 1_000_001),
        "cold starts are a part of 1 to 1,000,000, not 1 of 1000001");
    assertThat(mix(1).withColdStarts(INIT, 1, 1_000_000).weight()).isEqualTo(1_000_000);
  }

  @Test
  void aMonthOutOfBoundsIsRefused() {
    CallMix calls = mix(1);
    refuses(() -> MonthProfile.of(calls, -1), "a month has 0 to 1000000000000 requests, not -1");
    refuses(
        () -> MonthProfile.of(calls, 1_000_000_000_001L),
        "a month has 0 to 1000000000000 requests, not 1000000000001");
    assertThat(MonthProfile.of(calls, 1_000_000_000_000L).requests()).isEqualTo(1_000_000_000_000L);
    refuses(
        () -> new MonthProfile(calls, 1, -1, Duration.ZERO),
        "0 to 100000 instances are kept ready, not -1");
    refuses(
        () -> new MonthProfile(calls, 1, 100_001, Duration.ZERO),
        "0 to 100000 instances are kept ready, not 100001");
    Duration month = Duration.ofDays(31);
    assertThat(new MonthProfile(calls, 0, 100_000, month).readyTime()).isEqualTo(month);
    refuses(
        () -> new MonthProfile(calls, 1, 1, month.plusNanos(1)),
        "readyTime must be 0 to 31 days, not PT744H0.000000001S");
    refuses(
        () -> new MonthProfile(calls, 1, 1, Duration.ofNanos(-1)),
        "readyTime must be 0 to 31 days, not PT-0.000000001S");
  }

  @Test
  void theExpectedQuoteRoundsEachCallAndNotTheirMean() {
    RateCard card = Cards.card(Cards.RUN_TIER_1);
    Usage used = card.freeAllowance();
    CallMix calls =
        new CallMix(
            List.of(new CallMix.Share(Cards.call(1), 2), new CallMix.Share(Cards.call(101), 1)));
    ExpectedQuote expected = card.expectedQuote(calls, used).orElseThrow();
    Quote ofTheMean = card.quote(Cards.call(35), used).orElseThrow();

    // 100, 100 and 200 ms: 2 x 0.000002925 + 0.00000545
    assertThat(expected.weight()).isEqualTo(3);
    assertThat(expected.sum().totalUsd()).isEqualByComparingTo("0.0000113");
    assertThat(Cards.line(expected.sum(), Meter.VCPU_SECONDS).quantity())
        .isEqualByComparingTo("0.4");
    assertThat(expected.meanUsd(12)).isEqualByComparingTo("0.000003766667");
    assertThat(ofTheMean.totalUsd()).isEqualByComparingTo("0.000002925");
  }

  @Test
  void eachCallOfAnExpectedQuoteIsQuotedAtTheSamePosition() {
    RateCard card = Cards.card(Cards.LAMBDA);
    Usage oneLeft = Usage.of(Meter.REQUESTS, new BigDecimal("999999"));
    CallMix calls = new CallMix(List.of(new CallMix.Share(Cards.call(1), 5)));

    assertThat(card.expectedQuote(calls, oneLeft).orElseThrow().sum().totalUsd()).isZero();
    assertThat(card.month(MonthProfile.of(calls, 5), oneLeft).orElseThrow().totalUsd())
        .isEqualByComparingTo("0.0000008");
  }

  @Test
  void meansAreComparedExactly() {
    RateCard card = Cards.card(Cards.RUN_TIER_1);
    Usage used = card.freeAllowance();
    ExpectedQuote one = card.expectedQuote(CallMix.of(Cards.call(1)), used).orElseThrow();
    ExpectedQuote same = card.expectedQuote(mix(3, 4), used).orElseThrow();
    ExpectedQuote dearer = card.expectedQuote(CallMix.of(Cards.call(101)), used).orElseThrow();

    assertThat(one.compareMeanTo(same)).isZero();
    assertThat(same.compareMeanTo(dearer)).isNegative();
    assertThat(dearer.compareMeanTo(same)).isPositive();
    refuses(() -> new ExpectedQuote(one.sum(), 0), "a mean is of 1 call or more, not 0");
  }

  @Test
  void pastTheLastSourcedTierNothingIsExpected() {
    RateCard card = Cards.card(Sku.lambda("me-south-1", Sku.ARM64, 128));
    Usage allSourced = Usage.of(Meter.EGRESS_GB, new BigDecimal("10340"));
    CallMix calls =
        new CallMix(
            List.of(new CallMix.Share(Cards.call(1), 1), new CallMix.Share(Cards.sending(1), 1)));

    assertThat(card.expectedQuote(calls, allSourced)).isEmpty();
    assertThat(card.month(MonthProfile.of(calls, 2), allSourced)).isEmpty();
    assertThat(card.month(MonthProfile.of(calls, 1), allSourced)).isPresent();
  }

  /** Calls of 1, 2, ... ms. */
  private static CallMix mix(long... weights) {
    List<CallMix.Share> shares = new ArrayList<>();
    for (long weight : weights) {
      shares.add(new CallMix.Share(Cards.call(shares.size() + 1), weight));
    }
    return new CallMix(shares);
  }

  private static void refuses(ThrowingCallable call, String why) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(why);
  }
}
