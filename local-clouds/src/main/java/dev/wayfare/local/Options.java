package dev.wayfare.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of a stand-in: options with a value each. */
public final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads a command line.
   *
   * @param known the options there are, such as "--port"
   * @throws IllegalArgumentException if it is wrong, in one sentence
   */
  public static Options parse(Set<String> known, String... arguments) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      if (!known.contains(option)) {
        throw new IllegalArgumentException("the option " + option + " is not known");
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("the option " + option + " needs a value");
      }
      values.put(option, arguments[i + 1]);
    }
    return new Options(values);
  }

  /** The archive to run. */
  public Path packageFile() {
    Path file = Path.of(required("--package"));
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "the package " + file + " is not there; make it with wayfare package");
    }
    return file;
  }

  /** The folder with the cloud's own runtime jars. */
  public Path runtime() {
    Path folder = Path.of(required("--runtime"));
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("the runtime folder " + folder + " is not there");
    }
    return folder;
  }

  /** The port to listen on; 0 takes any free one. */
  public int port() {
    return number("--port", 0, 0, 65535);
  }

  /** Any text. */
  public String text(String option, String fallback) {
    return values.getOrDefault(option, fallback);
  }

  /** A whole number within bounds. */
  public int number(String option, int fallback, int least, int most) {
    String text = values.getOrDefault(option, Integer.toString(fallback));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " must be a whole number, but is \"" + text + "\"", e);
    }
    throw new IllegalArgumentException(
        option + " must be between " + least + " and " + most + ", but is " + text);
  }

  /** One of some words, the first of which is meant where the option is missing. */
  public String choice(String option, List<String> words) {
    String word = values.getOrDefault(option, words.getFirst());
    if (!words.contains(word)) {
      throw new IllegalArgumentException(
          option + " must be one of " + String.join(", ", words) + ", but is \"" + word + "\"");
    }
    return word;
  }

  private String required(String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("the option " + option + " is missing");
    }
    return value;
  }
}
