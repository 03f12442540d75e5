package dev.wayfare.router.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a decision of what {@link DecisionLine} wrote. Keys that it does not know are left out. */
final class DecisionParser {
  private final LogEntry root;
  private final List<String> targets = new ArrayList<>();

  private DecisionParser(LogEntry root) {
    this.root = root;
  }

  /**
   * The decision in {@code line}.
   *
   * @throws IllegalArgumentException where it is none, with a sentence about "it"
   */
  static LoggedDecision parse(JsonNode line) {
    LogEntry root = new LogEntry("line", line);
    long version = root.whole("v");
    if (version != DecisionLine.VERSION) {
      throw new IllegalArgumentException(
          "it is of version %d of the format, and this program reads version %d"
              .formatted(version, DecisionLine.VERSION));
    }
    return new DecisionParser(root).decision();
  }

  private LoggedDecision decision() {
    List<Candidate> candidates = new ArrayList<>();
    Map<String, String> books = new HashMap<>();
    for (LogEntry each : root.list("candidates")) {
      String target = each.text("target");
      targets.add(target);
      candidates.add(candidate(target, each));
      each.textIfPresent("priceBookSha256").ifPresent(book -> books.put(target, book));
    }
    Snapshot snapshot =
        new Snapshot(rules(root.entry("rules")), candidates, root.textIfPresent("incumbent"));
    return new LoggedDecision(
        root.instant("at"),
        root.text("id"),
        root.text("function"),
        decision(snapshot, root.entry("decision")),
        root.textIfPresent("consumer"),
        root.textIfPresent("callerRegion"),
        root.number("percentile"),
        books,
        root.list("tries").stream().map(DecisionParser::oneTry).toList());
  }

  private Decision decision(Snapshot snapshot, LogEntry made) {
    boolean repeatable = root.flag("repeatable");
    long draw = root.bits("draw");
    if (made.has("shed")) {
      return new Decision.Shed(snapshot, repeatable, draw, made.text("shed"));
    }
    int first = place(made.text("target"));
    Decision.Reason reason = Words.constant(Decision.Reason.values(), made.text("reason"));
    return made.has("rival")
        ? new Decision.Routed(
            snapshot,
            repeatable,
            draw,
            first,
            reason,
            made.integer("inFlight"),
            place(made.text("rival")),
            made.integer("rivalInFlight"))
        : new Decision.Routed(snapshot, repeatable, draw, first, reason, 0, -1, 0);
  }

  private int place(String target) {
    int place = targets.indexOf(target);
    if (place < 0) {
      throw new IllegalArgumentException("it has no candidate '" + target + "'");
    }
    return place;
  }

  private static Candidate candidate(String target, LogEntry from) {
    return new Candidate(
        target,
        fare(from.entry("fare")),
        fare(from.entry("warmFare")),
        from.whole("latencyNanos"),
        from.whole("peakNanos"),
        from.whole("addedNanos", 0),
        from.whole("carbonPicoUsd", 0),
        from.flag("measured"),
        Words.constant(Standing.values(), from.text("standing")),
        from.textIfPresent("bar").orElse(null));
  }

  private static Fare fare(LogEntry fare) {
    return fare.has("unknown")
        ? new Fare.Unknown(fare.text("unknown"))
        : new Fare.Known(fare.whole("picoUsd"));
  }

  private static Rules rules(LogEntry rules) {
    Map<String, Integer> weights = new HashMap<>();
    if (rules.has("weights")) {
      LogEntry shares = rules.entry("weights");
      for (String target : shares.keys()) {
        weights.put(target, shares.integer(target));
      }
    }
    return new Rules(
        aim(rules),
        rules.number("tolerance"),
        rules.number("hysteresis"),
        rules.number("exploration"),
        rules.whole("explorationLeftPicoUsd", Long.MAX_VALUE),
        weights);
  }

  private static Aim aim(LogEntry rules) {
    String aim = rules.text("aim");
    return switch (aim) {
      case "cheapest" -> new Aim.Cheapest(rules.whole("withinNanos", Long.MAX_VALUE));
      case "fastest" -> new Aim.Fastest(rules.whole("capPicoUsd", Long.MAX_VALUE));
      case "balanced" -> new Aim.Balanced(rules.whole("picoUsdPerMilli", Long.MAX_VALUE));
      default -> throw new IllegalArgumentException("it has the unknown aim '" + aim + "'");
    };
  }

  private static DecisionRecord.Try oneTry(LogEntry from) {
    return new DecisionRecord.Try(
        from.text("target"),
        Words.constant(TryOutcome.values(), from.text("outcome")),
        Duration.ofNanos(from.whole("latencyNanos")));
  }
}
