package dev.wayfare.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A router's explanation of a decision as lines of at most 80 columns. */
final class ExplanationText {
  private static final int PERCENT = 100;

  private ExplanationText() {}

  static List<String> lines(JsonNode decision) {
    List<String> lines = new ArrayList<>(head(decision));
    String percentile = plain(decision.path("percentile").asDouble());
    decision.path("candidates").forEach(each -> lines.addAll(candidate(each, percentile)));
    lines.add("");
    lines.addAll(tries(decision.path("tries")));
    return lines;
  }

  private static List<String> head(JsonNode decision) {
    List<String> lines = new ArrayList<>();
    lines.addAll(PriceTable.wrapped("request " + decision.path("id").asText()));
    lines.add(
        "function %s at %s"
            .formatted(decision.path("function").asText(), decision.path("at").asText()));
    if (decision.has("consumer")) {
      lines.addAll(PriceTable.wrapped("called by " + decision.path("consumer").asText()));
    }
    if (decision.has("callerRegion")) {
      lines.add("called from " + decision.path("callerRegion").asText());
    }
    lines.addAll(
        PriceTable.wrapped(
            decision.path("target").isTextual()
                ? "sent to " + decision.path("target").asText()
                : "refused: " + decision.path("shed").asText()));
    return lines;
  }

  private static List<String> candidate(JsonNode candidate, String percentile) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(
        PriceTable.wrapped(
            candidate.path("target").asText() + ": " + candidate.path("verdict").asText()));
    lines.addAll(PriceTable.wrapped("  " + price(candidate)));
    lines.addAll(PriceTable.wrapped("  " + outlook(candidate, percentile)));
    if (candidate.has("carbonUsd")) {
      lines.addAll(
          PriceTable.wrapped(
              "  about %s g of CO2e, which weigh as %s USD"
                  .formatted(
                      candidate.path("carbonGramsEstimate").asText(),
                      candidate.path("carbonUsd").asText())));
    }
    if (candidate.has("priceBookSha256")) {
      lines.add("  book " + candidate.path("priceBookSha256").asText());
    }
    return lines;
  }

  private static String price(JsonNode candidate) {
    if (!candidate.path("fareUsdEstimate").isTextual()) {
      return "no price";
    }
    String meters =
        candidate.path("listUsdByMeter").properties().stream()
            .map(meter -> meter.getKey() + " " + meter.getValue().asText())
            .collect(Collectors.joining(", "));
    return "about %s USD, sure: %s (list: %s)"
        .formatted(
            candidate.path("fareUsdEstimate").asText(),
            candidate.path("confidence").asText(),
            meters);
  }

  private static String outlook(JsonNode candidate, String percentile) {
    double cold = candidate.path("coldProbability").asDouble();
    return "%s, %s ms at p%s over %s recent calls%s%s, runs %s ms%s"
        .formatted(
            candidate.path("standing").asText(),
            oneDecimal(candidate.path("latencyMillis")),
            percentile,
            plain(candidate.path("calls").asDouble()),
            candidate.path("measured").asBoolean() ? "" : " (not measured lately)",
            way(candidate),
            oneDecimal(candidate.path("handlerMillis")),
            cold == 0
                ? ""
                : ", cold in %s%% of calls like this for %s ms"
                    .formatted(
                        oneDecimal(cold * PERCENT), oneDecimal(candidate.path("initMillis"))));
  }

  private static String way(JsonNode candidate) {
    JsonNode way = candidate.path("addedLatencyMillis");
    return way.asDouble() == 0 ? "" : " and " + oneDecimal(way) + " ms for the caller's way";
  }

  private static List<String> tries(JsonNode tries) {
    if (tries.isEmpty()) {
      return List.of("no try has ended");
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode each : tries) {
      lines.addAll(
          PriceTable.wrapped(
              "%s %s after %s ms"
                  .formatted(
                      each.path("target").asText(),
                      each.path("outcome").asText(),
                      oneDecimal(each.path("latencyMillis")))));
    }
    return lines;
  }

  private static String oneDecimal(JsonNode number) {
    return oneDecimal(number.asDouble());
  }

  private static String oneDecimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : Double.toString(number);
  }
}
