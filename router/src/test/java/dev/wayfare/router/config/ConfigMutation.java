package dev.wayfare.router.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes one thing of a configuration, as somebody who writes one might. */
final class ConfigMutation {
  private static final JsonNode VALUES =
      ConfigJson.of(
          """
          [null, true, false, 0, 1, 2, -1, 1.5, 0.000001, 80, 101, 1025, 99999999999, 9999999999999,
          "", " ", "\\n", "0", "1", "2", "-1", "+1", ".5", "0.5", "1.5", "007", "100", "100.5", "1025",
          "9999999999999", "0ms", "1ms", "10ms", "30s", "1m", "2h", "5d", "999999999d", "5", "5 s",
          "0B", "1B", "1KiB", "1MiB", "512MiB", "7GiB", "999999999GiB", "1MB",
          "0%", "2%", "002%", "100%", "101%", "100.5%", "%", "2.5 %",
          "aws", "azure", "gcp", "edge", "lambda", "flex", "run-functions", "x86_64", "arm64",
          "cheapest", "fastest", "balanced", "used", "warn", "free", "internet", "request", "any",
          "egress-gib", "target-own", "secret", "SECRET", "a b", "a;b", "A", "-a", "eu-*", "*", "**",
          "/", "/a/", "//", "a", "/a?b", "/%20", "http://a", "https://a/b/", "http://u@a/",
          "https://a/?q", "https://a/#f", "ftp://a/", "jdbc:postgresql:x", "jdbc:postgresql:",
          "jdbc:postgresql://u:p@h/x", "jdbc:postgresql://h/x?user=u", "jdbc:h2:x",
          [], {}, [a], [{}], {a: 1}, {usd-per-day: 1}, {meter: requests}]
          """);

  private final List<Slot> models = new ArrayList<>();

  /** A value and where it is: below a key, or in a list. */
  private record Slot(JsonNode parent, String key, int index) {
    JsonNode value() {
      return parent instanceof ObjectNode object ? object.get(key) : parent.get(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(key, value.deepCopy());
      } else {
        ((ArrayNode) parent).set(index, value.deepCopy());
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(key);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }

    /** Puts another value beside this one. */
    void add(String newKey, JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(newKey, value.deepCopy());
      } else {
        ((ArrayNode) parent).add(value.deepCopy());
      }
    }
  }

  /** Mutations that borrow keys and values from {@code models}. */
  ConfigMutation(List<JsonNode> models) {
    models.forEach(model -> collect(model, this.models));
  }

  /** Changes {@code config}, which is not empty. */
  void apply(JsonNode config, RandomGenerator random) {
    var slots = new ArrayList<Slot>();
    collect(config, slots);
    Slot slot = slots.get(random.nextInt(slots.size()));
    Slot model = models.get(random.nextInt(models.size()));
    switch (random.nextInt(6)) {
      case 0 -> slot.remove();
      case 1 -> {
        JsonNode value = slot.value();
        slot.remove();
        slot.add(random.nextBoolean() ? slot.key() + "s" : model.key(), value);
      }
      case 2 -> slot.add(model.key(), model.value());
      case 3 -> slot.set(like(slot, model).value());
      default -> slot.set(VALUES.get(random.nextInt(VALUES.size())));
    }
  }

  /** A value that the key of {@code slot} has elsewhere, or else {@code otherwise}. */
  private Slot like(Slot slot, Slot otherwise) {
    return models.stream()
        .filter(model -> model.key().equals(slot.key()) && !model.value().equals(slot.value()))
        .findFirst()
        .orElse(otherwise);
  }

  private static void collect(JsonNode node, List<Slot> slots) {
    node.fieldNames().forEachRemaining(key -> slots.add(new Slot(node, key, 0)));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      slots.add(new Slot(node, "", i));
    }
    node.forEach(child -> collect(child, slots));
  }
}
