package dev.wayfare.router.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.pricing.ExpectedQuote;
import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.pricing.Quote;
import dev.wayfare.router.config.Carbon;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Verdicts;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.ledger.Terms;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One decision as JSON: every candidate with its fare by meter, its outlook, and why it got the
 * request or did not. Worked out from what the decision holds, at the time of asking.
 */
final class DecisionPage {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int PERCENT = 100;
  private static final int USD_DIGITS = 12;
  private static final int NANOGRAM_DIGITS = 9;

  private final DecisionRecord record;

  DecisionPage(DecisionRecord record) {
    this.record = record;
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", record.requestId());
      json.writeStringField("function", record.route().function());
      json.writeStringField("at", record.at().toString());
      writeDecision(json);
      if (record.sender() != null && record.sender().name() != null) {
        json.writeStringField("consumer", record.sender().name());
      }
      if (record.posting().callerRegion().isPresent()) {
        json.writeStringField("callerRegion", record.posting().callerRegion().get().name());
      }
      json.writeNumberField("percentile", record.posting().percentile() * PERCENT);
      writeCandidates(json);
      writeTries(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void writeDecision(JsonGenerator json) throws IOException {
    switch (record.decision()) {
      case Decision.Shed shed -> {
        json.writeNullField("target");
        json.writeStringField("shed", shed.reason());
      }
      case Decision.Routed routed -> {
        json.writeStringField("target", routed.chosen().target());
        json.writeStringField("reason", Words.of(routed.reason()));
        json.writeBooleanField("repeatable", routed.repeatable());
        json.writeStringField("draw", HexFormat.of().toHexDigits(routed.draw()));
        json.writeBooleanField("remade", routed.remade().equals(routed));
      }
    }
  }

  private void writeCandidates(JsonGenerator json) throws IOException {
    List<Candidate> candidates = record.posting().snapshot().candidates();
    List<String> verdicts = Verdicts.of(record.decision(), record.posting().snapshot());
    json.writeArrayFieldStart("candidates");
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      json.writeStartObject();
      json.writeStringField("target", candidate.target());
      json.writeStringField("verdict", verdicts.get(i));
      json.writeStringField("standing", Words.of(candidate.standing()));
      writeFare(json, candidate, record.posting().terms().get(i), i);
      writeOutlook(json, record.posting().outlooks().get(i), record.posting().atNanos());
      if (record.posting().callerRegion().isPresent()) {
        json.writeNumberField("addedLatencyMillis", millis(candidate.addedNanos()));
      }
      writeCarbon(json, candidate, i);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeFare(JsonGenerator json, Candidate candidate, Terms terms, int index)
      throws IOException {
    switch (candidate.fare()) {
      case Fare.Known fare -> json.writeStringField("fareUsdEstimate", plain(fare.usd()));
      case Fare.Unknown(var reason) -> {
        json.writeNullField("fareUsdEstimate");
        json.writeStringField("unpricedReason", reason);
      }
    }
    if (terms.confidence().isPresent()) {
      json.writeStringField("confidence", Words.of(terms.confidence().get()));
    }
    if (terms.bookSha256().isPresent()) {
      json.writeStringField("priceBookSha256", terms.bookSha256().get());
    }
    var quote = terms.quote(record.posting().outlooks().get(index).call().mix());
    if (quote.isPresent()) {
      writeMeters(json, quote.get());
    }
  }

  /** List prices, before any credit: they sum to the fare but for rounding, and that credit. */
  private static void writeMeters(JsonGenerator json, ExpectedQuote quote) throws IOException {
    BigDecimal weight = BigDecimal.valueOf(quote.weight());
    json.writeObjectFieldStart("listUsdByMeter");
    for (Quote.Line line : quote.sum().lines()) {
      json.writeStringField(
          line.meter().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          plain(line.usd().divide(weight, USD_DIGITS, RoundingMode.HALF_UP)));
    }
    json.writeEndObject();
  }

  private static void writeOutlook(JsonGenerator json, Outlook outlook, long atNanos)
      throws IOException {
    json.writeNumberField("latencyMillis", millis(outlook.latencyNanos()));
    json.writeNumberField("calls", Math.rint(outlook.samples(atNanos)));
    json.writeBooleanField("measured", outlook.isMeasured());
    json.writeNumberField("handlerMillis", millis(outlook.call().handlerNanos()));
    json.writeNumberField("coldProbability", outlook.call().coldProbability());
    json.writeNumberField("initMillis", millis(outlook.call().initNanos()));
    json.writeNumberField("responseBytes", outlook.call().responseBytes());
  }

  private void writeCarbon(JsonGenerator json, Candidate candidate, int index) throws IOException {
    Carbon carbon = record.posting().policy().carbon();
    if (carbon.equals(Carbon.NONE)) {
      return;
    }
    long handlerNanos = record.posting().outlooks().get(index).call().meanHandlerNanos();
    long nanograms =
        carbon.nanograms(record.route().targets().get(index).config().sku(), handlerNanos);
    json.writeStringField(
        "carbonGramsEstimate", plain(BigDecimal.valueOf(nanograms, NANOGRAM_DIGITS)));
    json.writeStringField("carbonUsd", plain(PicoUsd.usd(candidate.carbonPicoUsd())));
  }

  private void writeTries(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("tries");
    for (DecisionRecord.Try each : record.tries()) {
      json.writeStartObject();
      json.writeStringField("target", each.target());
      json.writeStringField("outcome", Words.of(each.outcome()));
      json.writeNumberField("latencyMillis", millis(each.latency().toNanos()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static double millis(long nanos) {
    return (double) nanos / NANOS_PER_MILLI;
  }

  private static String plain(BigDecimal usd) {
    return usd.stripTrailingZeros().toPlainString();
  }
}
