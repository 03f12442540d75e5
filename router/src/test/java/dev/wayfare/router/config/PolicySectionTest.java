package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.region.CallerRegion;
import dev.wayfare.router.region.Callers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicySectionTest {
  private static PolicySettings parse(String shared, String own) {
    return WayfareConfig.parse(
            Path.of("wayfare.yaml"),
            """
            version: 1
            %s
            functions:
              f:
                path: /
                %s
                targets:
                  - {id: lambda, provider: aws, region: eu-west-1, memory: 512MiB}
                  - {id: flex, provider: azure, region: westeurope, memory: 512MiB}
                  - {id: far, provider: aws, region: us-east-1, memory: 512MiB}
            """
                .formatted(
                    shared.isEmpty() ? "" : "policy: {" + shared + "}",
                    own.isEmpty() ? "" : "policy: {" + own + "}"))
        .functions()
        .getFirst()
        .policy();
  }

  @Test
  void withoutOneTheCheapestIsTaken() {
    assertThat(parse("", "")).isEqualTo(PolicySettings.DEFAULT);
  }

  @Test
  void everyKeyIsRead() {
    PolicySettings policy =
        parse(
            "",
            "aim: cheapest, latency: 200ms, percentile: 99.9, hedge: 95, tolerance: 3%, hysteresis:"
                + " 0%, exploration: 0.5%, weights: {lambda: 3, flex: 1}, regions: {deny: [us-*]}");

    assertThat(policy.rules())
        .isEqualTo(
            new Rules(
                new Aim.Cheapest(200_000_000), 0.03, 0, 0.005, Map.of("lambda", 3, "flex", 1)));
    assertThat(policy.percentile()).isEqualTo(0.999);
    assertThat(policy.hedge()).isEqualTo(0.95);
    assertThat(policy.bars()).isEqualTo(Map.of("far", "region us-east-1 is denied"));
  }

  @Test
  void eachAimHasItsOwnBound() {
    assertThat(parse("", "aim: fastest, price-cap: 2.5").rules().aim())
        .isEqualTo(new Aim.Fastest(2_500_000));
    assertThat(parse("", "aim: fastest").rules().aim()).isEqualTo(new Aim.Fastest(Long.MAX_VALUE));
    assertThat(parse("", "aim: balanced, usd-per-second: 0.001").rules().aim())
        .isEqualTo(new Aim.Balanced(1_000_000));
  }

  @Test
  void aFunctionOverridesTheFilesPolicyKeyByKey() {
    String shared = "latency: 200ms, tolerance: 9%, regions: {allow: [eu-west-1, westeurope]}";

    assertThat(parse(shared, "").rules().aim()).isEqualTo(new Aim.Cheapest(200_000_000));
    assertThat(parse(shared, "latency: 90ms").rules().aim())
        .isEqualTo(new Aim.Cheapest(90_000_000));
    assertThat(parse(shared, "latency: 90ms").rules().tolerance()).isEqualTo(0.09);
    assertThat(parse(shared, "aim: fastest").rules().aim())
        .isEqualTo(new Aim.Fastest(Long.MAX_VALUE));
    assertThat(parse(shared, "aim: cheapest").rules().aim())
        .isEqualTo(new Aim.Cheapest(Long.MAX_VALUE));
    assertThat(parse(shared, "").bars()).containsOnlyKeys("far");
    assertThat(parse(shared, "regions: {deny: [westeurope]}").bars()).containsOnlyKeys("flex");
  }

  @Test
  void aPinBarsTheOthers() {
    assertThat(parse("", "pin: flex").bars())
        .isEqualTo(
            Map.of(
                "lambda", "the function is pinned to flex",
                "far", "the function is pinned to flex"));
  }

  private static final String CALLERS =
      "callers: {header: cf-ipcountry, regions: {asia: {header-values: [JP, S G], addresses:"
          + " [10.0.0.0/8, '2001:db8::/32', 192.0.2.7], added-latency: {eu-west-1: 0ms, eu-*:"
          + " 250ms}}, home: {header-values: [IE]}}}";

  @Test
  void callersAreReadWithTheirWays() {
    Callers callers = parse("", CALLERS).callers();
    assertThat(callers.header()).isEqualTo("cf-ipcountry");
    assertThat(callers.regions()).extracting(CallerRegion::name).containsExactly("asia", "home");
    assertThat(callers.values()).isEqualTo(Map.of("JP", 0, "S G", 0, "IE", 1));
    assertThat(callers.ranges())
        .extracting(it -> it.range().prefixBits())
        .containsExactly(32, 32, 8);
    assertThat(callers.regions().getFirst().addedNanos("eu-west-1")).isZero();
    assertThat(callers.regions().getFirst().addedNanos("eu-west-2")).isEqualTo(250_000_000);
    assertThat(callers.regions().getFirst().addedNanos("us-east-1")).isZero();
  }

  @Test
  void aFunctionsCallersStandInPlaceOfTheFiles() {
    assertThat(parse(CALLERS, "latency: 90ms").callers()).isEqualTo(parse("", CALLERS).callers());
    assertThat(
            parse(CALLERS, "callers: {regions: {near: {addresses: [\"::/0\"]}}}")
                .callers()
                .regions())
        .extracting(CallerRegion::name)
        .containsExactly("near");
  }

  @Test
  void moreRangesThanAreLookedThroughQuicklyAreRefused() {
    String ranges =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(i -> "10.0.%d.%d".formatted(i / 250, i % 250))
            .collect(Collectors.joining(", "));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("", "callers: {regions: {a: {addresses: [" + ranges + "]}}}"))
        .withMessageContaining("there can be at most 1000 addresses and ranges in all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aim: cheapst | \"aim\" cannot be \"cheapst\"; did you mean \"cheapest\"?",
        "aim: fastest, latency: 1s | \"latency\" is for \"aim: cheapest\", and this policy's aim is"
            + " fastest",
        "price-cap: 1 | \"price-cap\" is for \"aim: fastest\", and this policy's aim is cheapest",
        "aim: balanced | missing key \"usd-per-second\" in \"policy\"",
        "tolerance: 0.1 | \"tolerance\" must be a share from 0% to 100%, such as 2%, not \"0.1\"",
        "tolerance: 101% | \"tolerance\" must be a share from 0% to 100%",
        "hedge: 0 | \"hedge\" must be more than 0 and less than 100",
        "hedge: 100 | \"hedge\" must be more than 0 and less than 100",
        "percentile: 0 | \"percentile\" must be more than 0 and at most 100",
        "percentile: 100.1 | \"percentile\" must be more than 0 and at most 100",
        "pin: flexx | \"pin\" cannot be \"flexx\"; did you mean \"flex\"?",
        "'pin: flex, weights: {flex: 1}' | give \"pin\" or \"weights\", not both",
        "'weights: {}' | \"weights\" must have at least one target",
        "'weights: {flex: 0}' | \"flex\" must be a whole number from 1 to 10000",
        "'weights: {mars: 1}' | unknown key \"mars\"",
        "'weights: {far: 1}, regions: {deny: [us-*]}' | \"far\" has a weight, but region us-east-1"
            + " is denied",
        "'pin: far, regions: {deny: [us-*]}' | \"far\" is pinned, but region us-east-1 is denied",
        "'regions: {allow: [mars-1]}' | these regions leave the function without any target",
        "'regions: {allow: eu-west-1}' | \"allow\" must be a list, not \"eu-west-1\"",
        "'regions: {allow: [\"*x\"]}' | \"allow\" must be a region, or the start of some with *",
        "'callers: {}' | missing key \"regions\" in \"callers\"",
        "'callers: {regions: {}}' | missing key \"name of at least one caller region\"",
        "'callers: {regions: {EU: {addresses: [10.0.0.0/8]}}}' | a caller region's name is"
            + " lower-case letters, digits and -, not \"EU\"",
        "'callers: {regions: {a: {}}}' | missing key \"header-values\" or \"addresses\" in \"a\"",
        "'callers: {regions: {a: {header-values: [DE]}}}' | the field that has these values is"
            + " missing: \"header\" in \"callers\"",
        "'callers: {header: \"a b\", regions: {}}' | \"header\" must be the name of a header field",
        "'callers: {header: h, regions: {a: {addresses: [10.0.0.0/8]}}}' | no caller region has"
            + " \"header-values\" for this field",
        "'callers: {header: h, regions: {a: {header-values: [X]}, b: {header-values: [X]}}}' |"
            + " \"X\" is the value of a caller region already",
        "'callers: {regions: {a: {addresses: [10.0.0.1/8]}}}' | \"addresses\" must be an address or"
            + " a range of some, such as 192.0.2.0/24 or 2001:db8::/32, without bits after the"
            + " prefix, not \"10.0.0.1/8\"",
        "'callers: {regions: {a: {addresses: [10.0.0.0/33]}}}' | \"addresses\" must be an address",
        "'callers: {regions: {a: {addresses: [\"10.1\"]}}}' | \"addresses\" must be an address",
        "'callers: {regions: {a: {addresses: [\"2001:db8::1::/64\"]}}}' | \"addresses\" must be",
        "'callers: {regions: {a: {addresses: [example.com]}}}' | \"addresses\" must be an address",
        "'callers: {regions: {a: {addresses: [10.0.0.0/8]}, b: {addresses: [10.0.0.0/8]}}}' |"
            + " \"10.0.0.0/8\" is the address of a caller region already",
        "'callers: {regions: {a: {addresses: [10.0.0.0/8], added-latency: {eu-: 90}}}}' | \"eu-\""
            + " must be a time with its unit",
        "'callers: {regions: {a: {addresses: [10.0.0.0/8], added-latency: {E: 90ms}}}}' | \"E\" is"
            + " not a region, or the start of some with *",
        "'callers: {regions: {a: {addresses: [10.0.0.0/8], added-latency: {e: 61s}}}}' | \"e\" must"
            + " be a time from 1ms to 60s",
        "'regions: {deni: []}' | unknown key \"deni\"; did you mean \"deny\"?"
      })
  void aFaultIsSaidInOneSentence(String own, String sentence) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("", own))
        .withMessageStartingWith("wayfare.yaml:")
        .withMessageContaining(sentence);
  }

  @Test
  void theFilesPolicyNamesNoTargets() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("pin: flex", ""))
        .withMessageContaining("unknown key \"pin\"");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("aim: fastest, latency: 1s", "aim: cheapest"))
        .withMessageContaining("\"latency\" is for \"aim: cheapest\"");
  }
}
