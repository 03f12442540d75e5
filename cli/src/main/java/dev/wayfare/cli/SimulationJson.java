package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.router.simulate.Outcome;
import dev.wayfare.router.simulate.Purpose;
import dev.wayfare.router.simulate.Simulation;
import java.util.Locale;
import java.util.Map;

/** A comparison as JSON, with amounts in US dollars as strings. */
final class SimulationJson {
  private static final JsonMapper JSON = new JsonMapper();

  private SimulationJson() {}

  static String of(SimulationComparison comparison) {
    ObjectNode root = JSON.createObjectNode();
    root.put("start", comparison.workload().start().toString())
        .put("seconds", comparison.workload().duration().toSeconds())
        .put("replicas", comparison.workload().replicas())
        .put("seed", comparison.seed())
        .put("pricesAsOf", comparison.prices().toString());
    Simulation.Result all = comparison.all();
    root.set(
        "all",
        outcome(all.outcome())
            .put("hindsightUsd", usd(Math.round(all.boundPicoUsd())))
            .put("clairvoyantUsd", usd(Math.round(all.clairvoyantPicoUsd()))));
    ObjectNode single = root.putObject("single");
    comparison
        .single()
        .forEach(
            (provider, alone) -> {
              ObjectNode node = outcome(alone);
              comparison.saving(alone).ifPresent(share -> node.put("saved", share));
              single.set(provider.id(), node);
            });
    return root.toPrettyString();
  }

  private static ObjectNode outcome(Outcome outcome) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("requests", outcome.requests())
            .put("failed", outcome.failed())
            .put("refused", outcome.refused())
            .put("usd", usd(outcome.totalPicoUsd()))
            .put("unpricedCalls", outcome.unpricedCharges())
            .put("leaderChanges", outcome.leaderChanges())
            .put("medianNanos", outcome.medianNanos())
            .put("p95Nanos", outcome.p95Nanos());
    ObjectNode purposes = node.putObject("purposes");
    for (Purpose purpose : Purpose.values()) {
      purposes
          .putObject(purpose.name().toLowerCase(Locale.ROOT))
          .put("calls", outcome.charges().getOrDefault(purpose, 0L))
          .put("usd", usd(outcome.picoUsd(purpose)));
    }
    ObjectNode answers = node.putObject("answersByTarget");
    outcome.answersByTarget().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> answers.put(entry.getKey(), entry.getValue()));
    return node;
  }

  private static String usd(long pico) {
    return PicoUsd.usd(pico).toPlainString();
  }
}
