package dev.wayfare.router.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The text of one configuration file; it turns places in it into {@code file:line:column}. */
record Source(Path file, String text) {
  /** Far above any real file; keeps a wrong file from filling memory. */
  static final int MAX_CODE_POINTS = 1 << 20;

  /** Far above any real file; keeps a wrong file from filling the stack. */
  static final int MAX_DEPTH = 32;

  static Source read(Path file) {
    try {
      return new Source(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidConfigException(file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new InvalidConfigException(file + ": this is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidConfigException(file + ": this file cannot be read: " + e.getMessage(), e);
    }
  }

  Node root() {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(MAX_CODE_POINTS).build();
    try {
      checkDepth(settings);
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

  /** Nodes are read by recursion, events are not. */
  private void checkDepth(LoadSettings settings) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw new InvalidConfigException(
            place(event.getStartMark()) + "this is nested more than " + MAX_DEPTH + " levels deep");
      }
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
