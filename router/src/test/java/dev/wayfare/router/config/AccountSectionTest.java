package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.AccountTerms.CustomPrice;
import dev.wayfare.pricing.AccountTerms.Discount;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountSectionTest {
  private static final String ACCOUNT =
      """
      free-tier: used
      credit-usd: "12.50"
      opening: {vcpu-seconds: 1000.5, requests: 2}
      discounts:
        - {meter: vcpu-seconds, percent: 17}
        - {meter: gib-seconds, percent: "0.5"}
      prices:
        - {meter: egress-gib, usd: 0}
        - {meter: requests, usd: "0.0000003", plan: run-functions, region: us-east1,
           architecture: x86_64}
      """;

  @Test
  void everyKeyIsRead() {
    AccountConfig account = parse(ACCOUNT).account(Provider.GCP);

    assertThat(account.freeTier()).isEqualTo(FreeTier.USED);
    AccountTerms terms = account.terms();
    assertThat(terms.creditUsd()).isEqualByComparingTo("12.5");
    assertThat(terms.opening())
        .isEqualTo(
            Usage.of(Meter.VCPU_SECONDS, new BigDecimal("1000.5"))
                .plus(Meter.REQUESTS, BigDecimal.TWO));
    assertThat(terms.discounts())
        .containsExactly(
            new Discount(Set.of(Meter.VCPU_SECONDS), new BigDecimal("0.17")),
            new Discount(Set.of(Meter.GIB_SECONDS), new BigDecimal("0.005")));
    assertThat(terms.prices())
        .containsExactly(
            new CustomPrice(Meter.EGRESS_GIB, BigDecimal.ZERO, null, null, null),
            new CustomPrice(
                Meter.REQUESTS,
                new BigDecimal("0.0000003"),
                "run-functions",
                "us-east1",
                Sku.X86_64));
  }

  @Test
  void anAccountThatIsNotNamedPaysListPrices() {
    assertThat(parse(ACCOUNT).account(Provider.AWS)).isEqualTo(AccountConfig.DEFAULT);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          credit-usd: "12.50" | credit-usd: -1 | 5:17: "credit-usd" must be a decimal number of at least 0
          requests: 2 | litres: 2 | 6:37: unknown key "litres"
          percent: 17 | percent: 0 | 8:40: "percent" must be more than 0 and at most 100, not "0"
          percent: 17 | percent: 100.1 | 8:40: "percent" must be more than 0 and at most 100, not "100.1"
          meter: gib-seconds | meter: vcpu-seconds | 9:17: "meter" must be in one discount only, not "vcpu-seconds"
          meter: gib-seconds | meter: parsecs | 9:17: "meter" cannot be "parsecs"
          plan: run-functions | plan: lambda | 12:51: "plan" cannot be "lambda"
          usd: 0} | usd: free} | 11:34: "usd" must be a decimal number of at least 0
          usd: 0} | eur: 0} | 11:29: unknown key "eur"
          """)
  void aWrongValueIsToldWithItsPlace(String from, String to, String sentence) {
    assertThat(ACCOUNT).contains(from);
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(ACCOUNT.replace(from, to)))
        .withMessageStartingWith("wayfare.yaml:" + sentence);
  }

  @Test
  void listsAreBounded() {
    String many = "prices:\n" + "  - {meter: requests, usd: 1}\n".repeat(101);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(many))
        .withMessage("wayfare.yaml:4:5: \"prices\" has at most 100 entries");
  }

  private static WayfareConfig parse(String account) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        "version: 1\naccounts:\n  gcp:\n"
            + account.indent(4)
            + "functions:\n  f: {path: /, targets: [{id: a, provider: edge, memory: 1MiB}]}\n");
  }
}
