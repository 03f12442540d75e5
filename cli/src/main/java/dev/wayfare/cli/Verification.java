package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.router.config.TargetConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * How targets answered golden requests beside the module itself.
 *
 * @param own in what the module's own answers differ from those in the requests' files
 */
record Verification(
    List<GoldenCase> requests, List<VerifiedTarget.Difference> own, List<VerifiedTarget> targets) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROW = "%-32s %-8s %-18s %6s %6s";
  private static final String OWN = "the module itself";

  Verification {
    requests = List.copyOf(requests);
    own = List.copyOf(own);
    targets = List.copyOf(targets);
  }

  boolean isSame() {
    return own.isEmpty() && targets.stream().allMatch(it -> it.differences().isEmpty());
  }

  /** A table of at most 80 columns, then a line for each difference. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(ROW.formatted("target", "provider", "region", "same", "of").stripTrailing());
    for (VerifiedTarget verified : targets) {
      TargetConfig target = verified.target();
      lines.add(
          ROW.formatted(
              target.id(),
              target.sku().provider().id(),
              target.sku().region(),
              verified.same(requests.size()),
              requests.size()));
    }
    if (!isSame()) {
      lines.add("");
    }
    own.forEach(it -> lines.add(line(OWN, it)));
    targets.forEach(
        verified ->
            verified.differences().forEach(it -> lines.add(line(verified.target().id(), it))));
    return lines;
  }

  private static String line(String who, VerifiedTarget.Difference difference) {
    return "%s, %s: %s".formatted(who, difference.request().name(), difference.what());
  }

  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("requests", requests.size()).put("isSame", isSame());
    addTo(root.putArray("ownDifferences"), own);
    ArrayNode list = root.putArray("targets");
    for (VerifiedTarget verified : targets) {
      ObjectNode target =
          list.addObject()
              .put("id", verified.target().id())
              .put("provider", verified.target().sku().provider().id())
              .put("region", verified.target().sku().region())
              .put("same", verified.same(requests.size()));
      addTo(target.putArray("differences"), verified.differences());
    }
    return root.toPrettyString();
  }

  private static void addTo(ArrayNode list, List<VerifiedTarget.Difference> differences) {
    differences.forEach(
        it -> list.addObject().put("request", it.request().name()).put("what", it.what()));
  }
}
