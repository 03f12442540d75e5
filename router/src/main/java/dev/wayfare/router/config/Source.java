package dev.wayfare.router.config;

import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The text of one configuration file; it turns places in it into {@code file:line:column}. */
record Source(Path file, String text) {
  /** Far above any real file; keeps a wrong file from filling memory. */
  static final int MAX_CODE_POINTS = 1 << 20;

  Node root() {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(MAX_CODE_POINTS).build();
    try {
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(() -> new InvalidConfigException(file + ":1:1: the file is empty"));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw new InvalidConfigException(
          place(mark) + "this is not YAML: " + oneLine(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new InvalidConfigException(
          file + ":1:1: this is not YAML: " + oneLine(String.valueOf(e.getMessage())), e);
    }
  }

  InvalidConfigException fault(Node node, String sentence) {
    return new InvalidConfigException(place(node.getStartMark()) + sentence);
  }

  private String place(Optional<Mark> mark) {
    return file
        + mark.map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse(":1:1")
        + ": ";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
