package dev.wayfare.router.deployed;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The format of a state, version 1. */
final class StateJson {
  private static final int VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StateJson() {}

  static DeployedTargets parse(String where, String json) {
    try {
      return targets(where, JSON.readTree(json));
    } catch (JacksonException e) {
      throw invalid(where, "this is not JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw invalid(where, String.valueOf(e.getMessage()), e);
    }
  }

  private static InvalidStateException invalid(String where, String what, Exception cause) {
    return new InvalidStateException(
        "%s: %s; put back a copy of it, or move it away and deploy again".formatted(where, what),
        cause);
  }

  private static DeployedTargets targets(String where, JsonNode root) {
    JsonNode version = root.path("version");
    if (version.isInt() && version.intValue() > VERSION) {
      throw new InvalidStateException(
          "%s: this was written by a newer wayfare (version %d of the format, this one knows %d);"
                  .formatted(where, version.intValue(), VERSION)
              + " update wayfare here");
    }
    if (version.intValue() != VERSION) {
      throw new IllegalArgumentException("\"version\" must be " + VERSION);
    }
    Map<String, DeployedTarget> targets = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(root, "targets").properties()) {
      targets.put(
          entry.getKey(), at("target \"" + entry.getKey() + "\"", entry, StateJson::target));
    }
    return new DeployedTargets(targets);
  }

  /** Says where in the file something is wrong. */
  private static <T> T at(
      String part, Map.Entry<String, JsonNode> entry, Function<JsonNode, T> reader) {
    try {
      return reader.apply(entry.getValue());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IllegalArgumentException(part + ": " + e.getMessage(), e);
    }
  }

  private static DeployedTarget target(JsonNode json) {
    Map<Slot, DeployedSlot> slots = new EnumMap<>(Slot.class);
    for (Map.Entry<String, JsonNode> entry : object(json, "slots").properties()) {
      slots.put(
          Slot.of(entry.getKey()),
          at("slot \"" + entry.getKey() + "\"", entry, StateJson::deployedSlot));
    }
    return new DeployedTarget(
        text(json, "function"),
        text(json, "provider"),
        text(json, "region"),
        text(json, "name"),
        json.hasNonNull("serving") ? Slot.of(text(json, "serving")) : null,
        json.hasNonNull("canary") ? canary(object(json, "canary")) : null,
        slots);
  }

  private static Canary canary(JsonNode json) {
    return new Canary(Slot.of(text(json, "slot")), json.path("share").doubleValue());
  }

  private static DeployedSlot deployedSlot(JsonNode json) {
    return new DeployedSlot(
        URI.create(text(json, "endpoint")),
        text(json, "release"),
        text(json, "module"),
        text(json, "shim"),
        Instant.parse(text(json, "deployed")));
  }

  private static JsonNode object(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isObject()) {
      throw new IllegalArgumentException("\"" + key + "\" must be an object");
    }
    return value;
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("\"" + key + "\" must be text");
    }
    return value.textValue();
  }

  static String write(DeployedTargets state) {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    ObjectNode targets = root.putObject("targets");
    state.byId().forEach((id, target) -> write(target, targets.putObject(id)));
    var indented = new DefaultPrettyPrinter();
    indented.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(indented).writeValueAsString(root) + "\n";
    } catch (JacksonException e) {
      throw new IllegalStateException(e); // A tree in memory is written to memory.
    }
  }

  private static void write(DeployedTarget target, ObjectNode json) {
    json.put("function", target.function())
        .put("provider", target.provider())
        .put("region", target.region())
        .put("name", target.name());
    putSlot(json, "serving", target.serving());
    Canary canary = target.canary();
    if (canary != null) {
      putSlot(json.putObject("canary"), "slot", canary.slot()).put("share", canary.share());
    }
    ObjectNode slots = json.putObject("slots");
    target.slots().forEach((slot, version) -> write(version, slots.putObject(slot.id())));
  }

  private static ObjectNode putSlot(ObjectNode json, String key, @Nullable Slot slot) {
    return slot == null ? json : json.put(key, slot.id());
  }

  private static void write(DeployedSlot version, ObjectNode json) {
    json.put("endpoint", version.endpoint().toString())
        .put("release", version.release())
        .put("module", version.module())
        .put("shim", version.shim())
        .put("deployed", version.deployed().toString());
  }
}
