package dev.wayfare.cli;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.packager.archive.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a provider of Terraform says of its resources, from an excerpt in the test's resources. */
final class TerraformSchema {
  /** What Terraform itself knows in each resource. */
  private static final Set<String> META_ARGUMENTS =
      Set.of("count", "for_each", "depends_on", "lifecycle", "provider", "provisioner");

  private static final Pattern RESOURCE =
      Pattern.compile("(?ms)^resource \"(\\w+)\" \"(\\w+)\" \\{\n(.*?)^}");
  private static final Pattern REFERENCE =
      Pattern.compile("\\b((?:aws|azurerm|google)_\\w+)\\.(\\w+)\\.(\\w+)(?:\\[0]\\.(\\w+))?");
  private static final Pattern VARIABLE = Pattern.compile("\\bvar\\.(\\w+)");

  private final JsonNode resources;
  private final List<String> faults = new ArrayList<>();

  TerraformSchema(Target target) {
    String name = "schemas/terraform-" + target.id() + ".json";
    try (InputStream in =
        Objects.requireNonNull(TerraformSchema.class.getResourceAsStream(name), name)) {
      resources = new JsonMapper().readTree(in).get("resource_schemas");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is wrong with a root module; empty where nothing is. */
  List<String> faults(String main, String variables) {
    faults.clear();
    Map<String, Object> module = parsed(main);
    map(module.get("resource"))
        .forEach(
            (type, named) ->
                map(named).forEach((name, body) -> resource(type, name, map(body), main)));
    references(main);
    variables(main, map(parsed(variables).get("variable")));
    return List.copyOf(faults);
  }

  private Map<String, Object> parsed(String text) {
    try {
      return new HCLParser().parse(text);
    } catch (HCLParserException | IOException | RuntimeException e) { // the parser wraps its own
      faults.add("it is no HCL: " + e.getMessage());
      return Map.of();
    }
  }

  @SuppressWarnings("unchecked") // what the parser gives
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private void resource(String type, String name, Map<String, Object> body, String main) {
    if (!resources.has(type)) {
      faults.add("there is no resource " + type);
      return;
    }
    String text =
        RESOURCE
            .matcher(main)
            .results()
            .filter(found -> found.group(1).equals(type) && found.group(2).equals(name))
            .findFirst()
            .orElseThrow()
            .group(3);
    block(type + "." + name, resources.get(type).get("block"), body, text);
  }

  private void block(String where, JsonNode schema, Map<String, Object> body, String text) {
    JsonNode attributes = schema.get("attributes");
    JsonNode blocks = schema.path("block_types");
    body.forEach(
        (name, value) -> {
          if (attributes.has(name)) {
            attribute(where + "." + name, attributes.get(name), value);
            require(where + "." + name + " is written as a block", text, name + " *=");
          } else if (blocks.has(name)) {
            blocks(where + "." + name, blocks.get(name), value, text);
            require(where + "." + name + " is written as an attribute", text, name + " \\{");
          } else if (!META_ARGUMENTS.contains(name)) {
            faults.add("there is no " + where + "." + name);
          }
        });
    attributes.properties().stream()
        .filter(attribute -> attribute.getValue().path("required").asBoolean())
        .filter(attribute -> !body.containsKey(attribute.getKey()))
        .forEach(attribute -> faults.add(where + "." + attribute.getKey() + " is missing"));
    blocks.properties().stream()
        .filter(block -> block.getValue().path("min_items").asInt() > 0)
        .filter(block -> !body.containsKey(block.getKey()))
        .forEach(block -> faults.add(where + "." + block.getKey() + " is missing"));
  }

  private void blocks(String where, JsonNode type, Object value, String text) {
    List<?> bodies = value instanceof List<?> list ? list : List.of(value);
    if (type.has("max_items") && bodies.size() > type.get("max_items").asInt()) {
      faults.add(where + " is there too often");
    }
    bodies.forEach(body -> block(where, type.get("block"), map(body), text));
  }

  private void attribute(String where, JsonNode attribute, Object value) {
    if (!attribute.has("required") && !attribute.has("optional")) {
      faults.add(where + " is not for a definition to set");
    }
    JsonNode type = attribute.get("type");
    String kind = type.isArray() ? type.get(0).textValue() : type.textValue();
    // What the parser cannot work out, a reference for one, is of a type of its own, or null.
    boolean fits =
        switch (value) {
          case String _ -> !kind.equals("bool") && !kind.equals("number") && !type.isArray();
          case Boolean _ -> kind.equals("bool");
          case Number _ -> kind.equals("number");
          case Map<?, ?> _ -> kind.equals("map");
          case Collection<?> _ -> Set.of("list", "set", "dynamic").contains(kind);
          case null, default -> true;
        };
    if (!fits) {
      faults.add(where + " is no " + type);
    }
  }

  private void require(String fault, String text, String pattern) {
    if (!Pattern.compile("(?m)^ *" + pattern).matcher(text).find()) {
      faults.add(fault);
    }
  }

  /** Whether what is referred to is declared, and has such an attribute. */
  private void references(String main) {
    Matcher reference = REFERENCE.matcher(main);
    while (reference.find()) {
      String declaration =
          "resource \"%s\" \"%s\" {".formatted(reference.group(1), reference.group(2));
      JsonNode block = resources.path(reference.group(1)).path("block");
      JsonNode attributes =
          reference.group(4) == null
              ? block.path("attributes")
              : block.at("/block_types/" + reference.group(3) + "/block/attributes");
      String attribute = reference.group(4) == null ? reference.group(3) : reference.group(4);
      if (!main.contains(declaration) || !attributes.has(attribute)) {
        faults.add("there is no " + reference.group());
      }
    }
  }

  private void variables(String main, Map<String, Object> declared) {
    var used = new TreeSet<String>();
    Matcher variable = VARIABLE.matcher(main);
    while (variable.find()) {
      used.add(variable.group(1));
    }
    if (!used.equals(new TreeSet<>(declared.keySet()))) {
      faults.add("used are the variables " + used + ", declared are " + declared.keySet());
    }
    declared.forEach(
        (name, body) -> {
          Map<String, Object> variableBody = map(body);
          boolean isBool = String.valueOf(variableBody.get("type")).contains("bool");
          if (!variableBody.containsKey("description") || !variableBody.containsKey("type")) {
            faults.add("variable " + name + " is not described");
          }
          if (!isBool && !variableBody.containsKey("validation")) {
            faults.add("variable " + name + " is not validated");
          }
        });
  }
}
