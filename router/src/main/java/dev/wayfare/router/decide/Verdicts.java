package dev.wayfare.router.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Says of each candidate why it got the request, or why not: worked out again, not remembered. */
public final class Verdicts {
  private static final String SPARED =
      "its breaker is open, but so are too many others': it gets what nobody else can take";
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int PERCENT = 100;

  private final Snapshot snapshot;
  private final Lineup lineup;
  private final Decision.Routed decision;

  private Verdicts(Decision.Routed decision) {
    this.snapshot = decision.snapshot();
    this.lineup = snapshot.lineup(decision.repeatable());
    this.decision = decision;
  }

  /** One sentence without its full stop for each candidate, in the order of the file. */
  public static List<String> of(Decision decision, Snapshot snapshot) {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < snapshot.candidates().size(); i++) {
      Candidate candidate = snapshot.candidates().get(i);
      sentences.add(
          switch (decision) {
            case Decision.Shed shed -> unusable(candidate);
            case Decision.Routed routed -> new Verdicts(routed).verdict(i, candidate);
          });
    }
    return sentences;
  }

  private String verdict(int index, Candidate candidate) {
    if (index == decision.first()) {
      return won(candidate);
    }
    OptionalInt place =
        IntStream.range(0, lineup.size()).filter(it -> lineup.at(it) == index).findFirst();
    return place.isEmpty()
        ? unusable(candidate)
        : lost(index, place.getAsInt(), candidate) + unexamined(index, place.getAsInt());
  }

  private String unexamined(int index, int place) {
    return place >= lineup.equals() && lineup.isTooDearToExamine(index)
        ? "; worth examining, but exploration's budget has less left than that costs"
        : "";
  }

  private static String unusable(Candidate candidate) {
    if (candidate.bar() != null) {
      return "kept out: " + candidate.bar();
    }
    return switch (candidate.standing()) {
      case OUT -> "its breaker is open: it failed lately";
      case ON_TRIAL -> "on trial after failures: it gets only requests that can be repeated";
      case LAST_RESORT -> SPARED;
      case HEALTHY -> throw new IllegalStateException("a healthy candidate is in every lineup");
    };
  }

  private String won(Candidate candidate) {
    if (candidate.standing() == Standing.LAST_RESORT) {
      return SPARED;
    }
    return switch (decision.reason()) {
      case BEST -> best() + carbon();
      case LESS_BUSY ->
          "among the best, and less busy than %s: %d in flight against %d"
              .formatted(
                  name(decision.rival()), decision.firstInFlight(), decision.rivalInFlight());
      case EXAMINED -> "not measured lately, and might be the best: it is examined";
      case WEIGHT -> "drawn by its weight of " + snapshot.rules().weights().get(candidate.target());
    };
  }

  private String best() {
    boolean keeps = lineup.keepsAim(lineup.at(0));
    return switch (snapshot.rules().aim()) {
      case Aim.Cheapest(var within) when within == Long.MAX_VALUE -> "the cheapest";
      case Aim.Cheapest(var within) ->
          keeps
              ? "the cheapest within " + millis(within)
              : "the quickest, since none is within " + millis(within);
      case Aim.Fastest(var cap) when cap == Long.MAX_VALUE -> "the quickest";
      case Aim.Fastest(var cap) ->
          keeps
              ? "the quickest within " + usd(cap)
              : "the cheapest, since none is within " + usd(cap);
      case Aim.Balanced(var perMilli) ->
          "the cheapest with %s for each millisecond of waiting".formatted(usd(perMilli));
    };
  }

  private String lost(int index, int place, Candidate candidate) {
    if (index == decision.rival()) {
      return "among the best, but busier: %d in flight".formatted(decision.rivalInFlight());
    }
    if (candidate.standing() == Standing.LAST_RESORT) {
      return SPARED;
    }
    if (candidate.fare() instanceof Fare.Unknown(var reason)) {
      return "its price is not known: " + reason;
    }
    if (!lineup.keepsAim(index)) {
      return misses(candidate);
    }
    if (decision.reason() == Decision.Reason.WEIGHT && lineup.weight(index) == 0) {
      return "it has no weight: for failures only";
    }
    if (place < lineup.equals()) {
      return decision.reason() == Decision.Reason.EXAMINED
          ? "among the best, but another is examined"
          : "among the best; another was drawn";
    }
    return lineup.isHeldBack(index)
        ? "better than %s by less than the %s that it takes to replace it"
            .formatted(name(lineup.at(0)), percent(snapshot.rules().hysteresis()))
        : worse();
  }

  private String misses(Candidate candidate) {
    return switch (snapshot.rules().aim()) {
      case Aim.Cheapest(var within) ->
          "its latency of %s misses %s".formatted(millis(candidate.latencyNanos()), millis(within));
      case Aim.Fastest(var cap) -> "its price is above " + usd(cap);
      case Aim.Balanced balanced -> worse();
    };
  }

  private String worse() {
    String best = name(lineup.at(0));
    return switch (snapshot.rules().aim()) {
      case Aim.Cheapest cheapest -> "dearer than " + best + carbon();
      case Aim.Fastest fastest -> "slower than " + best;
      case Aim.Balanced balanced -> "dearer than " + best + ", waiting counted" + carbon();
    };
  }

  private String carbon() {
    boolean isWeighed = snapshot.candidates().stream().anyMatch(it -> it.carbonPicoUsd() > 0);
    boolean isByLatency = lineup.isByLatency();
    return isWeighed && !isByLatency ? ", carbon counted" : "";
  }

  private String name(int index) {
    return snapshot.candidates().get(index).target();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", (double) nanos / NANOS_PER_MILLI);
  }

  private static String usd(long picoUsd) {
    return new Fare.Known(picoUsd).usd().toPlainString() + " USD";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", share * PERCENT);
  }
}
