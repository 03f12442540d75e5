package dev.wayfare.router.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.MadeRecord;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/decision-log.md says of the format is so. */
final class DecisionLogPageTest {
  private static final Path PAGE = Path.of("..", "docs", "decision-log.md");
  private static final Pattern KEY = Pattern.compile("`([A-Za-z0-9.]+)`");
  private static final int EXAMPLES = 2_000;

  @Test
  void theExampleIsALineOfTheLog() throws IOException {
    String example =
        Files.readAllLines(PAGE).stream()
            .dropWhile(it -> !it.startsWith("    {\"v\":"))
            .takeWhile(it -> !it.isEmpty())
            .map(String::strip)
            .collect(Collectors.joining());
    assertThat(new String(DecisionLine.of(example()), StandardCharsets.UTF_8).strip())
        .isEqualTo(example);
  }

  @Test
  void everyKeyHasARowAndNoOtherDoes() throws IOException {
    Set<String> written = new TreeSet<>();
    RandomDecisions random = new RandomDecisions(new SplittableRandom(1));
    for (int i = 0; i < EXAMPLES; i++) {
      collect("", new JsonMapper().readTree(DecisionLine.of(random.next())), written);
    }
    Set<String> rows =
        Files.readAllLines(PAGE).stream()
            .dropWhile(it -> !it.equals("## Format"))
            .filter(it -> it.startsWith("| `"))
            .flatMap(it -> KEY.matcher(it.split(" \\| ", 2)[0]).results())
            .map(DecisionLogPageTest::key)
            .collect(Collectors.toCollection(TreeSet::new));
    rows.addAll(Set.of("decision")); // Its keys have a row each.
    assertThat(rows).isEqualTo(written);
  }

  private static String key(MatchResult found) {
    return found.group(1);
  }

  private static void collect(String path, JsonNode node, Set<String> keys) {
    if (node.isArray()) {
      node.forEach(each -> collect(path, each, keys));
    } else if (!path.equals("rules.weights.")) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        keys.add(path + entry.getKey());
        collect(path + entry.getKey() + ".", entry.getValue(), keys);
      }
    }
  }

  private static DecisionRecord example() {
    Rules rules =
        new Rules(
            new Aim.Cheapest(Duration.ofMillis(200).toNanos()),
            0.02,
            0.05,
            0.01,
            500_000_000,
            Map.of("gone", 1));
    Fare unknown = new Fare.Unknown("it has no price");
    List<Candidate> candidates =
        List.of(
            candidate("lambda", 210_000, 61, 40),
            candidate("flex", 208_000, 52, 45),
            new Candidate(
                "own",
                unknown,
                unknown,
                Duration.ofMillis(50).toNanos(),
                0,
                Duration.ofMillis(30).toNanos(),
                75,
                false,
                Standing.OUT,
                "region local is denied"));
    Snapshot snapshot = new Snapshot(rules, candidates, Optional.of("flex"));
    Decision decision =
        new Decision.Routed(snapshot, true, 0x1_c0a8_0a17L, 0, Decision.Reason.LESS_BUSY, 1, 1, 4);
    assertThat(decision.remade()).isEqualTo(decision);
    return MadeRecord.of(
        "9f86d081884c7d65",
        decision,
        Instant.parse("2026-05-04T10:20:30.456Z"),
        List.of(Optional.of("6e3a5c"), Optional.of("6e3a5c"), Optional.empty()),
        List.of(
            new DecisionRecord.Try("lambda", TryOutcome.FAILED, Duration.ofMillis(2)),
            new DecisionRecord.Try("flex", TryOutcome.ANSWERED, Duration.ofMillis(48))));
  }

  private static Candidate candidate(String id, long picoUsd, long millis, long peakMillis) {
    return new Candidate(
        id,
        new Fare.Known(picoUsd),
        new Fare.Known(208_000),
        Duration.ofMillis(millis).toNanos(),
        Duration.ofMillis(peakMillis).toNanos(),
        true,
        Standing.HEALTHY,
        null);
  }
}
