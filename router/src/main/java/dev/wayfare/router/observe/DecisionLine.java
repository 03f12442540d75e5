package dev.wayfare.router.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Sender;
import dev.wayfare.router.region.CallerRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One decision as a line of the log, in the format that {@code docs/decision-log.md} describes and
 * {@link DecisionParser} reads. What is not there has no key.
 */
final class DecisionLine {
  /** Of the format: another number wherever what is there now changes its meaning. */
  static final int VERSION = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private final DecisionRecord record;
  private final Snapshot snapshot;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json;

  private DecisionLine(DecisionRecord record) throws IOException {
    this.record = record;
    this.snapshot = record.decision().snapshot();
    this.json = JSON.createGenerator(bytes);
  }

  /** The line, with a line feed at its end. */
  static byte[] of(DecisionRecord record) throws IOException {
    return new DecisionLine(record).line();
  }

  private byte[] line() throws IOException {
    try (json) {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeStringField("at", record.at().toString());
      json.writeStringField("id", record.requestId());
      json.writeStringField("function", record.route().function());
      json.writeBooleanField("repeatable", record.decision().repeatable());
      json.writeStringField("draw", HexFormat.of().toHexDigits(record.decision().draw()));
      writeDecision();
      writeTries();
      writeIfPresent("consumer", Optional.ofNullable(record.sender()).map(Sender::name));
      writeIfPresent("callerRegion", record.posting().callerRegion().map(CallerRegion::name));
      json.writeNumberField("percentile", record.posting().percentile());
      writeRules(snapshot.rules());
      writeIfPresent("incumbent", snapshot.incumbent());
      writeCandidates();
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void writeIfPresent(String key, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      json.writeStringField(key, text.get());
    }
  }

  private void writeDecision() throws IOException {
    json.writeObjectFieldStart("decision");
    switch (record.decision()) {
      case Decision.Shed shed -> json.writeStringField("shed", shed.reason());
      case Decision.Routed routed -> {
        json.writeStringField("target", routed.chosen().target());
        json.writeStringField("reason", Words.of(routed.reason()));
        if (routed.rival() >= 0) {
          json.writeNumberField("inFlight", routed.firstInFlight());
          json.writeStringField("rival", snapshot.candidates().get(routed.rival()).target());
          json.writeNumberField("rivalInFlight", routed.rivalInFlight());
        }
      }
    }
    json.writeEndObject();
  }

  private void writeTries() throws IOException {
    json.writeArrayFieldStart("tries");
    for (DecisionRecord.Try each : record.tries()) {
      json.writeStartObject();
      json.writeStringField("target", each.target());
      json.writeStringField("outcome", Words.of(each.outcome()));
      json.writeNumberField("latencyNanos", each.latency().toNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeRules(Rules rules) throws IOException {
    json.writeObjectFieldStart("rules");
    switch (rules.aim()) {
      case Aim.Cheapest(var within) -> writeAim("cheapest", "withinNanos", within);
      case Aim.Fastest(var cap) -> writeAim("fastest", "capPicoUsd", cap);
      case Aim.Balanced(var perMilli) -> writeAim("balanced", "picoUsdPerMilli", perMilli);
    }
    json.writeNumberField("tolerance", rules.tolerance());
    json.writeNumberField("hysteresis", rules.hysteresis());
    json.writeNumberField("exploration", rules.exploration());
    writeUnless(Long.MAX_VALUE, "explorationLeftPicoUsd", rules.explorationLeftPicoUsd());
    if (!rules.weights().isEmpty()) {
      json.writeObjectFieldStart("weights");
      for (Map.Entry<String, Integer> weight : new TreeMap<>(rules.weights()).entrySet()) {
        json.writeNumberField(weight.getKey(), weight.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeAim(String aim, String key, long bound) throws IOException {
    json.writeStringField("aim", aim);
    writeUnless(Long.MAX_VALUE, key, bound);
  }

  private void writeUnless(long usual, String key, long number) throws IOException {
    if (number != usual) {
      json.writeNumberField(key, number);
    }
  }

  private void writeCandidates() throws IOException {
    json.writeArrayFieldStart("candidates");
    List<Candidate> candidates = snapshot.candidates();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      json.writeStartObject();
      json.writeStringField("target", candidate.target());
      writeFare("fare", candidate.fare());
      writeFare("warmFare", candidate.warmFare());
      json.writeNumberField("latencyNanos", candidate.latencyNanos());
      json.writeNumberField("peakNanos", candidate.peakNanos());
      writeUnless(0, "addedNanos", candidate.addedNanos());
      writeUnless(0, "carbonPicoUsd", candidate.carbonPicoUsd());
      json.writeBooleanField("measured", candidate.isMeasured());
      json.writeStringField("standing", Words.of(candidate.standing()));
      writeIfPresent("bar", candidate.barred());
      writeIfPresent("priceBookSha256", record.posting().terms().get(i).bookSha256());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeFare(String key, Fare fare) throws IOException {
    json.writeObjectFieldStart(key);
    switch (fare) {
      case Fare.Known(var picoUsd) -> json.writeNumberField("picoUsd", picoUsd);
      case Fare.Unknown(var reason) -> json.writeStringField("unknown", reason);
    }
    json.writeEndObject();
  }
}
