package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bills worked out by hand; {@code golden-bills.json} says from which rules, and how. */
class GoldenBillsTest {
  private static final long MOST_QUOTED_ONE_BY_ONE = 1_000;
  private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);
  private static final JsonNode GOLDEN = read();

  static Stream<Arguments> bills() {
    return GOLDEN.get("bills").valueStream().map(bill -> Arguments.of(text(bill, "name"), bill));
  }

  /** Those whose calls are few enough to be quoted one by one. */
  static Stream<Arguments> shortBills() {
    return GOLDEN
        .get("bills")
        .valueStream()
        .filter(bill -> !bill.has("ready") && requests(calls(bill)) <= MOST_QUOTED_ONE_BY_ONE)
        .map(bill -> Arguments.of(text(bill, "name"), bill));
  }

  static Stream<Arguments> rollovers() {
    return GOLDEN.get("rollovers").valueStream().map(r -> Arguments.of(text(r, "name"), r));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bills")
  void aMonthCostsWhatWasWorkedOutByHand(String name, JsonNode golden) {
    Quote quote =
        Cards.card(sku(golden.get("target")))
            .month(month(golden, calls(golden)), opening(golden))
            .orElseThrow();

    assertThat(quote.totalUsd()).as(name).isEqualByComparingTo(text(golden, "usd"));
    assertThat(quote.lines()).as(name).hasSize(golden.get("bill").size());
    for (Quote.Line line : quote.lines()) {
      JsonNode byHand = golden.get("bill").required(line.meter().name());
      assertThat(line.quantity()).as(name).isEqualByComparingTo(text(byHand, "quantity"));
      assertThat(line.usd()).as(name).isEqualByComparingTo(text(byHand, "usd"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shortBills")
  void itsCallsQuotedOneByOneCostTheSame(String name, JsonNode golden) {
    RateCard card = Cards.card(sku(golden.get("target")));
    Usage position = opening(golden);
    BigDecimal sum = BigDecimal.ZERO;
    for (CallMix.Share share : calls(golden)) {
      for (long i = 0; i < share.weight(); i++) {
        sum = sum.add(card.quote(share.call(), position).orElseThrow().totalUsd());
        position = position.plus(card.usageOf(share.call()));
      }
    }

    assertThat(sum).as(name).isEqualByComparingTo(text(golden, "usd"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rollovers")
  void aNewMonthBeginsWhereTheProviderLives(String name, JsonNode golden) {
    Sku sku = sku(golden.get("target"));
    Map<String, List<CallMix.Share>> byMonth = new TreeMap<>();
    for (JsonNode call : golden.get("calls")) {
      Instant at = Instant.parse(text(call, "at"));
      YearMonth month = YearMonth.from(at.atZone(sku.provider().billingZone()));
      byMonth.computeIfAbsent(month.toString(), key -> new ArrayList<>()).add(share(call));
    }

    assertThat(byMonth.keySet())
        .as(name)
        .containsExactlyElementsOf(
            golden.get("usdByMonth").propertyStream().map(Map.Entry::getKey).toList());
    byMonth.forEach(
        (key, calls) ->
            assertThat(
                    Cards.card(sku)
                        .month(month(golden, calls), opening(golden))
                        .orElseThrow()
                        .totalUsd())
                .as(name + ", " + key)
                .isEqualByComparingTo(text(golden.get("usdByMonth"), key)));
  }

  @Test
  void everyBillNamesItsRulesAndShowsItsWorking() {
    assertThat(GOLDEN.get("bills").size() + GOLDEN.get("rollovers").size()).isGreaterThan(80);
    Stream.concat(GOLDEN.get("bills").valueStream(), GOLDEN.get("rollovers").valueStream())
        .forEach(
            golden -> {
              assertThat(golden.get("working").size()).as(text(golden, "name")).isPositive();
              for (JsonNode rule : golden.get("rules")) {
                assertThat(text(GOLDEN.get("rules").required(rule.textValue()), "url"))
                    .startsWith("https://");
              }
            });
  }

  private static JsonNode read() {
    try (InputStream in = GoldenBillsTest.class.getResourceAsStream("golden-bills.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(JsonNode node, String key) {
    return node.required(key).textValue();
  }

  private static Sku sku(JsonNode target) {
    Provider provider = Provider.of(text(target, "provider")).orElseThrow();
    Sku sku =
        new Sku(
            provider,
            text(target, "region"),
            text(target, "plan"),
            target.path("architecture").asText(Sku.X86_64),
            target.required("memoryMib").intValue(),
            new BigDecimal(target.path("vcpus").asText("0")));
    return target.has("storageMib") ? sku.withStorageMib(target.get("storageMib").intValue()) : sku;
  }

  private static Usage opening(JsonNode golden) {
    Usage opening = Usage.NONE;
    for (Map.Entry<String, JsonNode> used : golden.get("opening").properties()) {
      BigDecimal quantity = new BigDecimal(used.getValue().textValue());
      opening = opening.plus(Meter.valueOf(used.getKey()), quantity);
    }
    return opening;
  }

  private static List<CallMix.Share> calls(JsonNode golden) {
    return golden.get("calls").valueStream().map(GoldenBillsTest::share).toList();
  }

  private static long requests(List<CallMix.Share> calls) {
    return calls.stream().mapToLong(CallMix.Share::weight).sum();
  }

  private static CallMix.Share share(JsonNode call) {
    Duration handler = millis(text(call, "handlerMillis"));
    Duration init = millis(call.path("initMillis").asText("0"));
    return new CallMix.Share(
        new Call(handler, init, call.path("responseBytes").longValue()),
        call.required("count").longValue());
  }

  private static Duration millis(String millis) {
    return Duration.ofNanos(new BigDecimal(millis).multiply(NANOS_PER_MILLI).longValueExact());
  }

  private static MonthProfile month(JsonNode golden, List<CallMix.Share> calls) {
    CallMix mix = calls.isEmpty() ? CallMix.of(Cards.call(1)) : new CallMix(calls);
    JsonNode ready = golden.path("ready");
    return new MonthProfile(
        mix,
        requests(calls),
        ready.path("instances").intValue(),
        Duration.ofSeconds(ready.path("seconds").longValue()));
  }
}
