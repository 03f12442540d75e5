package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.pricing.BreakEven;
import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.MonthProfile;
import dev.wayfare.pricing.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;

/** A comparison as JSON; decimals are strings, with every digit. */
final class QuoteJson {
  private static final JsonMapper JSON = new JsonMapper();

  private QuoteJson() {}

  static String of(
      QuoteComparison comparison,
      Map<String, String> unpriced,
      MonthProfile month,
      LocalDate asOf) {
    ObjectNode root = JSON.createObjectNode();
    root.put("asOf", asOf.toString()).put("currency", "USD");
    root.set("month", month(month));
    ArrayNode targets = root.putArray("targets");
    comparison.quotes().forEach(each -> targets.add(target(each)));
    ArrayNode gaps = root.putArray("unpriced");
    unpriced.forEach(
        (target, reason) -> gaps.addObject().put("target", target).put("reason", reason));
    ArrayNode breakEvens = root.putArray("breakEvens");
    comparison.pairs().forEach(pair -> breakEvens.add(pair(comparison, pair)));
    return root.toPrettyString();
  }

  private static ObjectNode month(MonthProfile month) {
    ObjectNode node = JSON.createObjectNode();
    node.put("requests", month.requests())
        .put("readyInstances", month.readyInstances())
        .put("readySeconds", seconds(month.readyTime()));
    ArrayNode calls = node.putArray("calls");
    for (CallMix.Share share : month.calls().shares()) {
      calls
          .addObject()
          .put("weight", share.weight())
          .put("seconds", seconds(share.call().handlerTime()))
          .put("initSeconds", seconds(share.call().initTime()))
          .put("responseBytes", share.call().responseBytes());
    }
    return node;
  }

  private static ObjectNode target(TargetQuote each) {
    Quote quote = each.quote();
    ObjectNode node =
        JSON.createObjectNode()
            .put("target", each.target().text())
            .put("usd", text(quote.totalUsd()))
            .put("creditUsd", text(quote.creditUsd()))
            .put("confidence", id(quote.confidence()));
    ArrayNode lines = node.putArray("lines");
    for (Quote.Line line : quote.lines()) {
      lines
          .addObject()
          .put("meter", MonthToDate.id(line.meter()))
          .put("unit", line.meter().unit())
          .put("quantity", text(line.quantity()))
          .put("usd", text(line.usd()))
          .put("confidence", id(line.confidence()))
          .put("sourced", line.sourced().toString());
    }
    return node;
  }

  private static ObjectNode pair(QuoteComparison comparison, QuoteComparison.Pair pair) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("first", comparison.quotes().get(pair.first()).target().text())
            .put("second", comparison.quotes().get(pair.second()).target().text());
    ArrayNode changes = node.putArray("changes");
    for (BreakEven change : pair.changes()) {
      changes
          .addObject()
          .put("fromMillis", change.fromMillis())
          .put("cheaper", id(change.cheaper()));
    }
    return node;
  }

  private static String seconds(Duration time) {
    return text(BigDecimal.valueOf(time.toNanos(), 9));
  }

  private static String text(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    return plain.toPlainString();
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
