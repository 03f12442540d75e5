package dev.wayfare.router.config;

import dev.wayfare.router.region.RegionPattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a YAML file, whose keys are unique and, once {@link #only} was called, known.
 * Every fault is an {@link InvalidConfigException} that begins with file, line and column.
 */
public final class Section {
  private static final Pattern REGIONS = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}\\*?|\\*");
  private static final String REGION_RULE = "a region, or the start of some with *";

  private final Source source;
  private final Node node;
  private final String name;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  /** The mapping at {@code node}, called {@code name} in messages. */
  Section(Source source, Node node, String name) {
    this.source = source;
    this.node = node;
    this.name = name;
    if (!(node instanceof MappingNode mapping)) {
      throw source.fault(node, name + " must be keys with values, not " + kind(node));
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = key(entry.getKeyNode());
      if (entries.putIfAbsent(key, entry) != null) {
        throw source.fault(
            entry.getKeyNode(), "key " + Quoted.of(key) + " appears twice in " + name);
      }
    }
  }

  /** The whole of {@code file}. */
  public static Section read(Path file) {
    return root(Source.read(file));
  }

  /** The whole of {@code text}, which is the content of {@code file}. */
  public static Section parse(Path file, String text) {
    return root(new Source(file, text));
  }

  static Section root(Source source) {
    return new Section(source, source.root(), "the file");
  }

  private String key(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw source.fault(key, "a key must be a word, not " + kind(key));
  }

  /** Refuses every key that is not among {@code known}. */
  @SuppressWarnings("ReturnValueIgnored") // known for its effect
  public Section only(String... known) {
    entries.forEach(
        (key, entry) -> {
          if (!List.of(known).contains(key)) {
            throw source.fault(
                entry.getKeyNode(),
                "unknown key " + Quoted.of(key) + Suggestion.forWord(key, List.of(known)));
          }
        });
    return this;
  }

  /** The keys, in the order of the file. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Whether it has {@code key}. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Whether the value of {@code key} is a list. */
  boolean isList(String key) {
    return value(key).filter(SequenceNode.class::isInstance).isPresent();
  }

  /** The value of {@code key}. */
  public Optional<Scalar> scalar(String key) {
    return value(key).map(value -> new Scalar(source, value, key));
  }

  /** The value of {@code key}, which must be there. */
  public Scalar required(String key) {
    return scalar(key).orElseThrow(() -> missing(key));
  }

  /** The mapping under {@code key}. */
  public Optional<Section> section(String key) {
    return value(key).map(value -> new Section(source, value, Quoted.of(key)));
  }

  /** The mappings listed under {@code key}, at least one. */
  public List<Section> sections(String key) {
    Node value = value(key).orElseThrow(() -> missing(key));
    if (!(value instanceof SequenceNode sequence)) {
      throw source.fault(value, "\"" + key + "\" must be a list, not " + kind(value));
    }
    if (sequence.getValue().isEmpty()) {
      throw source.fault(value, "\"" + key + "\" must have at least one entry");
    }
    List<Section> sections = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      sections.add(new Section(source, entry, "an entry of \"" + key + "\""));
    }
    return List.copyOf(sections);
  }

  /** The values listed under {@code key}; none where the key is missing. */
  List<Scalar> scalars(String key) {
    return value(key).map(list -> scalars(key, list)).orElse(List.of());
  }

  private List<Scalar> scalars(String key, Node list) {
    if (!(list instanceof SequenceNode sequence)) {
      throw source.fault(list, Quoted.of(key) + " must be a list, not " + kind(list));
    }
    return sequence.getValue().stream().map(entry -> new Scalar(source, entry, key)).toList();
  }

  /** The key {@code key} as a name of regions. */
  RegionPattern regionPattern(String key) {
    if (!REGIONS.matcher(key).matches()) {
      throw faultAt(key, "%s is not %s".formatted(Quoted.of(key), REGION_RULE));
    }
    return new RegionPattern(key);
  }

  /** The names of regions listed under {@code key}. */
  List<RegionPattern> regionPatterns(String key) {
    return scalars(key).stream()
        .map(entry -> new RegionPattern(entry.text(REGIONS, REGION_RULE)))
        .toList();
  }

  /** A fault of the whole mapping. */
  public InvalidConfigException fault(String sentence) {
    return source.fault(node, sentence);
  }

  /** The fault that {@code key} is not there. */
  public InvalidConfigException missing(String key) {
    return source.fault(node, "missing key \"" + key + "\" in " + name);
  }

  /** A fault at {@code key} itself. */
  public InvalidConfigException faultAt(String key, String sentence) {
    NodeTuple entry = entries.get(key);
    return source.fault(entry == null ? node : entry.getKeyNode(), sentence);
  }

  private Optional<Node> value(String key) {
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.getValueNode().getTag().equals(Tag.NULL)) {
      throw source.fault(entry.getKeyNode(), "key " + Quoted.of(key) + " has no value");
    }
    return Optional.of(entry.getValueNode());
  }

  static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "keys with values";
      case SEQUENCE -> "a list";
      case SCALAR ->
          node.getTag().equals(Tag.NULL) ? "nothing" : Quoted.of(((ScalarNode) node).getValue());
      case ANCHOR -> "an alias";
    };
  }
}
