package dev.wayfare.router.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Changes one thing of a configuration, as somebody who writes one might. */
final class ConfigMutation {
  /** Values, those together that may be taken for each other. */
  private static final JsonNode VALUES =
      ConfigJson.of(
          """
          - [0, 1, 2, -1, 1.5, 0.000001, 80, 100, 101, 1024, 1025, 99999999999, 9999999999999,
             "0", "1", "2", "-1", "+1", ".5", "0.5", "0.0", "1.5", "007", "100", "100.5", "1025",
             "1.", "9999999999999"]
          - [0ms, 1ms, 10ms, 30s, 1m, 2h, 5d, 999999999d, 1000000000s, "5", 5 s, 1.5s, 007s]
          - [0B, 1B, 1KiB, 1MiB, 512MiB, 7GiB, 999999999GiB, 1MB, 1.5MiB]
          - [0%, 2%, 002%, 2.5%, 100%, 100.0%, 101%, 100.5%, 2.5 %, 1000%]
          - [aws, azure, gcp, edge, lambda, flex, run-functions, x86_64, arm64, cheapest, fastest,
             balanced, used, warn, free, internet, request, any, egress-gib, target-own, secret,
             SECRET, aws-iam, google-id-token, azure-function-key, none, a b, a;b, A, -a, eu-*, "*", "**", "", " "]
          - [/, /a/, //, /a?b, /%20, "http://a", "https://a/b/", "http://u@a/", "https://a/?q",
             "https://a/#f", "ftp://a/", "jdbc:postgresql:x", "jdbc:postgresql:", "jdbc:h2:x",
             "jdbc:postgresql://u:p@h/x", "jdbc:postgresql://h/x?user=u"]
          - [null, true, false, [], {}, [a], [{}], {a: 1}, {usd-per-day: 1}, {meter: requests}]
          """);

  private final List<Slot> models = new ArrayList<>();

  /** A value and where it is: below a key, or in a list, which itself is below {@code home}. */
  private record Slot(String home, JsonNode parent, String key, int index) {
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
    models.forEach(model -> collect("", model, this.models));
  }

  /** Changes {@code config}, which is not empty. */
  void apply(JsonNode config, RandomGenerator random) {
    var slots = new ArrayList<Slot>();
    collect("", config, slots);
    Slot slot = any(slots, random);
    switch (random.nextInt(6)) {
      case 0 -> slot.remove();
      case 1 -> {
        JsonNode value = slot.value();
        slot.remove();
        slot.add(random.nextBoolean() ? slot.key() + "s" : any(models, random).key(), value);
      }
      case 2 -> {
        Slot other = any(like(slot, Slot::home), random);
        slot.add(other.key(), other.value());
      }
      case 3 -> slot.set(any(like(slot, Slot::key), random).value());
      case 4 -> slot.set(any(VALUES.get(kind(slot.value())), random));
      default -> slot.set(any(VALUES.get(random.nextInt(VALUES.size())), random));
    }
  }

  private List<Slot> like(Slot slot, Function<Slot, String> property) {
    String wanted = property.apply(slot);
    return models.stream().filter(model -> property.apply(model).equals(wanted)).toList();
  }

  private static Slot any(List<Slot> slots, RandomGenerator random) {
    return slots.get(random.nextInt(slots.size()));
  }

  private static JsonNode any(JsonNode list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Which of {@link #VALUES} are like {@code value}. */
  private static int kind(JsonNode value) {
    String text = value.asText();
    if (value.isNumber() || text.matches("[\\d.]+")) {
      return 0;
    } else if (text.matches("\\d+(ms|s|m|h|d)")) {
      return 1;
    } else if (text.matches("\\d+\\w*B")) {
      return 2;
    } else if (text.endsWith("%")) {
      return 3;
    } else if (value.isTextual()) {
      return text.matches("[^/:]*") ? 4 : 5;
    }
    return 6;
  }

  private static void collect(String home, JsonNode node, List<Slot> slots) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      slots.add(new Slot(home, node, "", i));
      collect(home, node.get(i), slots);
    }
    node.propertyStream()
        .forEach(
            it -> {
              slots.add(new Slot(home, node, it.getKey(), 0));
              collect(it.getKey(), it.getValue(), slots);
            });
  }
}
