package dev.wayfare.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.wayfare.packager.archive.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What tools of others deploy packages by. The templates lie in the folder {@code emit} beside this
 * class; what belongs to an account is a parameter in them.
 */
enum DefinitionFormat {
  /** Terraform and OpenTofu: a root module for each cloud. */
  TERRAFORM,
  /** AWS's Serverless Application Model. */
  SAM;

  private static final int LONGEST_NAME = 63;

  /** The name on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of that name.
   *
   * @throws UserErrorException where there is none
   */
  static DefinitionFormat of(String id) {
    return Arrays.stream(values())
        .filter(format -> format.id().equals(id.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "--emit knows %s, but not \"%s\""
                        .formatted(
                            Arrays.stream(values())
                                .map(DefinitionFormat::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }

  /** The targets that this format has a definition for. */
  List<Target> targets() {
    return switch (this) {
      case TERRAFORM -> List.of(Target.AWS, Target.AZURE, Target.GCP);
      case SAM -> List.of(Target.AWS);
    };
  }

  /**
   * The definitions by their paths below the folder that the archives are in; the same for the same
   * archives.
   *
   * @param archives the archives' file names by their targets; others than {@link #targets} are
   *     left out
   */
  SortedMap<String, String> files(Map<Target, String> archives) {
    var files = new TreeMap<String, String>();
    for (Target target : targets()) {
      String archive = archives.get(target);
      if (archive != null) {
        templates(target)
            .forEach(
                (path, template) ->
                    files.put(
                        path,
                        text(template)
                            .replace("@NAME@", name(archive, target))
                            .replace("@ARCHIVE@", quoted(archive))));
      }
    }
    return files;
  }

  /** Templates by the path of what they become. */
  private Map<String, String> templates(Target target) {
    String folder = "terraform/" + target.id();
    return switch (this) {
      case TERRAFORM ->
          Map.of(
              folder + "/main.tf", folder + "/main.tf",
              folder + "/variables.tf", folder + "/variables.tf");
      case SAM -> Map.of("template.yaml", "sam/template.yaml");
    };
  }

  /** What the module is called, as a cloud may call it. */
  private static String name(String archive, Target target) {
    String name =
        archive
            .substring(0, archive.length() - ("-" + target.id() + ".zip").length())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceFirst("^[^a-z]+", "");
    String shorter = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    String trimmed = shorter.replaceFirst("-+$", "");
    return trimmed.isEmpty() ? "function" : trimmed;
  }

  /** As the inside of a string: YAML takes JSON's, and so does HCL but for its templates. */
  private String quoted(String text) {
    String json = new String(JsonStringEncoder.getInstance().quoteAsString(text));
    return this == TERRAFORM ? json.replace("${", "$${").replace("%{", "%%{") : json;
  }

  private static String text(String template) {
    try (InputStream in = DefinitionFormat.class.getResourceAsStream("emit/" + template)) {
      if (in == null) {
        throw new IllegalStateException("the template " + template + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
