package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema for editors says what the parser says, as far as a schema can. */
final class ConfigSchemaTest {
  private static final String KEY = "0123456789abcdef";
  private static final int MUTATED = 3_000;

  /** The parser looks for the nearest of its keys, but not to a word of this length. */
  private static final String UNLIKE_ANY_KEY = "x".repeat(65);

  /** What the parser refuses and a schema cannot: the classes, by the parser's sentences. */
  private static final Pattern BEYOND_A_SCHEMA =
      Pattern.compile(
          String.join(
              "|",
              "must be a time (from 1ms to|of at least) ",
              "must be a size from \\d+ to \\d+ bytes",
              "must be a whole number of MiB",
              "must be (unique over the file|unlike that of function|in one discount only)",
              "\"pin\" cannot be ",
              "unknown key .*\"?target-",
              "\" is pinned, but | has a weight, but |leave the function without any target",
              "(the key|the password) cannot be read from",
              "the environment variable .* is not set",
              "would be sent in clear",
              "no caller region has \"header-values\" for this field",
              "without bits after the prefix",
              " of a caller region already",
              "must be more than 0 and at most (1|1000000),",
              "the file of carbon must be |there is no file |is not UTF-8 text|cannot be read: ",
              "must be at most \"max\", ",
              "there is no function ",
              "the file of carbon must be ",
              "the admin server would be open to others",
              "has this (key|subject) already",
              "\"access\" has no \"jwt\"",
              "keys that came in clear",
              "this is not JSON|this file cannot be read",
              "which holds for a deployed target",
              "this target cannot exist"));

  /** With it the file of carbon becomes one that exists and holds something else. */
  private static final long A_FILE_WITHOUT_CARBON = 87044273138695L;

  private static final Pattern INHERITED_AIM = Pattern.compile("and this policy's aim is ");

  @TempDir private Path folder;
  private final ConfigSchema schema = new ConfigSchema();

  @BeforeEach
  void writeTheFilesThatConfigurationsName() throws IOException {
    Files.writeString(folder.resolve("secret"), KEY);
    Files.writeString(folder.resolve("carbon.yaml"), "us-east-1: 380\n");
  }

  /** What the parser says to {@code config}; empty where it accepts it. */
  private Optional<String> refusal(String config) {
    try {
      WayfareConfig.parse(folder.resolve("wayfare.yaml"), config, Map.of("SECRET", KEY));
      return Optional.empty();
    } catch (InvalidConfigException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void theSchemaIsOne() {
    assertThat(schema.ownFaults()).isEmpty();
  }

  @Test
  void theSchemaAcceptsEveryKeyAndWhatWayfareComesWith() throws IOException {
    ConfigExamples.EVERY_KEY.forEach(this::assertAccepted);
    assertThat(ConfigExamples.shipped()).isNotEmpty().allSatisfy(this::assertAccepted);
  }

  @Test
  void theSchemaAcceptsTheExamplesOfTheDocumentation() throws IOException {
    List<String> examples = ConfigExamples.documented();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(5).allSatisfy(this::assertAccepted);
  }

  @Test
  void theSchemaAcceptsWhatTestsGiveTheParserAndItAccepts() throws IOException {
    List<String> accepted =
        ConfigExamples.inSources().stream().filter(text -> refusal(text).isEmpty()).toList();
    assertThat(accepted).hasSizeGreaterThan(10).allSatisfy(this::assertAccepted);
  }

  private void assertAccepted(String config) {
    assertThat(refusal(config)).as(config).isEmpty();
    assertThat(schema.faults(ConfigJson.of(config))).as(config).isEmpty();
  }

  /** The parser names the keys it knows where one resembles none of them. */
  @Test
  void theParserAndTheSchemaKnowTheSameKeys() {
    var used = new IdentityHashMap<JsonNode, Set<String>>();
    schema.closed().forEach(closed -> used.put(closed, new TreeSet<>()));
    for (String config : ConfigExamples.EVERY_KEY) {
      JsonNode root = ConfigJson.of(config);
      compareKeys(root, root, schema.root(), used);
    }
    used.forEach(
        (closed, keys) ->
            assertThat(keys)
                .as("keys that EVERY_KEY has of those in %s", closed)
                .isEqualTo(ConfigSchema.keys(closed)));
  }

  private void compareKeys(
      JsonNode root, JsonNode place, JsonNode known, Map<JsonNode, Set<String>> used) {
    if (place instanceof ObjectNode object && used.containsKey(known)) {
      object.put(UNLIKE_ANY_KEY, 1);
      assertThat(keysIn(refusal(root.toString()).orElseThrow()))
          .as("keys that the parser knows, of those in %s", known)
          .isEqualTo(ConfigSchema.keys(known));
      object.remove(UNLIKE_ANY_KEY);
      object.propertyStream().forEach(it -> used.get(known).add(it.getKey()));
    }
    place
        .propertyStream()
        .forEach(it -> compareKeys(root, it.getValue(), schema.below(known, it.getKey()), used));
    if (place.isArray()) {
      place.forEach(it -> compareKeys(root, it, schema.below(known, ""), used));
    }
  }

  private static Set<String> keysIn(String refusal) {
    Matcher matcher = Pattern.compile("unknown key .*; known here: (.*)").matcher(refusal);
    assertThat(matcher.find()).as(refusal).isTrue();
    return new TreeSet<>(Arrays.asList(matcher.group(1).split(", ")));
  }

  static LongStream seeds() {
    return LongStream.of(1, 2, A_FILE_WITHOUT_CARBON, System.nanoTime());
  }

  /** Whatever one of them refuses the other does too, but for what a schema cannot say. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theParserAndTheSchemaAgreeOnWhatIsWrong(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<JsonNode> models = ConfigExamples.EVERY_KEY.stream().map(ConfigJson::of).toList();
    var mutation = new ConfigMutation(models);
    int accepted = 0;
    int agreed = 0;
    int beyond = 0;
    for (int i = 0; i < MUTATED; i++) {
      JsonNode config = models.get(random.nextInt(models.size())).deepCopy();
      mutation.apply(config, random);
      Optional<String> refusal = refusal(config.toString());
      List<String> faults = schema.faults(config);
      String what = "seed %d: the parser: %s; the schema: %s".formatted(seed, refusal, faults);
      if (refusal.isEmpty()) {
        assertThat(faults).as(what + "; " + config).isEmpty();
        accepted++;
      } else if (isBeyondASchema(refusal.get(), config)) {
        beyond++;
      } else {
        assertThat(faults).as(what + "; " + config).isNotEmpty();
        agreed++;
      }
    }
    assertThat(accepted).isGreaterThan(MUTATED / 5);
    assertThat(agreed).isGreaterThan(MUTATED / 3);
    assertThat(beyond).isBetween(1, MUTATED / 10);
  }

  private boolean isBeyondASchema(String refusal, JsonNode config) {
    boolean inherits =
        config.path("functions").valueStream().anyMatch(it -> !it.path("policy").has("aim"));
    return refusal.startsWith(folder.resolve("secret") + ":")
        || BEYOND_A_SCHEMA.matcher(refusal).find()
        || (inherits && INHERITED_AIM.matcher(refusal).find());
  }
}
