package dev.wayfare.router.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A configuration as JSON, which is what an editor holds against the schema. JSON is YAML too, so
 * the parser reads it as well.
 */
final class ConfigJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ConfigJson() {}

  static JsonNode of(String yaml) {
    return of(new Source(Path.of("wayfare.yaml"), yaml).root());
  }

  private static JsonNode of(Node node) {
    return switch (node) {
      case MappingNode mapping -> object(mapping);
      case SequenceNode sequence -> {
        ArrayNode array = NODES.arrayNode();
        sequence.getValue().forEach(entry -> array.add(of(entry)));
        yield array;
      }
      case ScalarNode scalar -> value(scalar.getTag(), scalar.getValue());
      default -> throw new IllegalArgumentException("neither keys, a list nor a value: " + node);
    };
  }

  private static ObjectNode object(MappingNode mapping) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      object.set(((ScalarNode) entry.getKeyNode()).getValue(), of(entry.getValueNode()));
    }
    return object;
  }

  private static JsonNode value(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
        ? NODES.numberNode(new BigDecimal(text))
        : NODES.textNode(text);
  }
}
