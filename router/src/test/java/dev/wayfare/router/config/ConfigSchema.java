package dev.wayfare.router.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.DialectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code docs/wayfare.schema.json}, the schema of configuration files for editors. */
final class ConfigSchema {
  private static final Path FILE = Path.of("..", "docs", "wayfare.schema.json");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialectId(DialectId.DRAFT_7);

  private final JsonNode root;
  private final Schema schema;

  ConfigSchema() {
    try {
      root = new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    schema = REGISTRY.getSchema(root);
  }

  /** What is wrong with the schema itself. */
  List<String> ownFaults() {
    return faults(REGISTRY.getSchema(SchemaLocation.of(DialectId.DRAFT_7)), root);
  }

  /** What is wrong with {@code config}; empty where nothing is. */
  List<String> faults(JsonNode config) {
    return faults(schema, config);
  }

  private static List<String> faults(Schema by, JsonNode config) {
    return by.validate(config).stream().map(Object::toString).toList();
  }

  JsonNode root() {
    return root;
  }

  /** The schema of an object's {@code key} or, where it is a list, of its entries. */
  JsonNode below(JsonNode object, String key) {
    if (object.has("items")) {
      return resolved(object.get("items"));
    }
    JsonNode property = object.path("properties").path(key);
    return resolved(property.isMissingNode() ? object.path("additionalProperties") : property);
  }

  /** What {@code place} refers to; what else is said there narrows that. */
  private JsonNode resolved(JsonNode place) {
    if (place.has("$ref")) {
      return resolved(root.at(place.get("$ref").textValue().substring(1)));
    }
    boolean isWhole = place.has("type") || !place.has("allOf");
    return isWhole ? place : resolved(place.get("allOf").get(0));
  }

  /** Every object of known keys. */
  List<JsonNode> closed() {
    var found = new ArrayList<JsonNode>();
    collectClosed(root, found);
    return found;
  }

  private static void collectClosed(JsonNode place, List<JsonNode> found) {
    if (place.path("additionalProperties").isBoolean()) {
      found.add(place);
    }
    place.forEach(child -> collectClosed(child, found));
  }

  /** The known keys of a closed object. */
  static Set<String> keys(JsonNode closed) {
    return new TreeSet<>(closed.get("properties").propertyStream().map(it -> it.getKey()).toList());
  }
}
