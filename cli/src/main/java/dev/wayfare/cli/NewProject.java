package dev.wayfare.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function's project as {@code wayfare new} makes it, from the templates in the folder {@code
 * project} beside this class: {@code all} has what every language has.
 *
 * @param name the function's, and its folder's: it becomes the names of files, of a function in
 *     wayfare.yaml and, on deployment, of what a cloud calls it
 */
record NewProject(String name, Language language) {
  /** The narrowest of those: Google's function ids, which may have 63 characters. */
  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final String PLACEHOLDER = "@NAME@";
  private static final String BUILD = "build";
  private static final List<String> ALL =
      List.of(
          "README.md",
          "wayfare.yaml",
          "gitignore",
          "golden/hello.json",
          "golden/hello-name.json",
          "golden/no-such-path.json");

  /**
   * @throws UserErrorException if that is no name
   */
  NewProject {
    if (!NAME.matcher(name).matches()) {
      throw new UserErrorException(
          "a function's name is made of up to 63 lower-case letters, digits and \"-\", a letter"
              + " first and no \"-\" last, but is \"%s\"".formatted(name));
    }
  }

  /** Every file by its path. */
  SortedMap<String, byte[]> files() {
    var files = new TreeMap<String, byte[]>();
    ALL.forEach(path -> files.put(path.replace("gitignore", ".gitignore"), file("all/" + path)));
    language.files().forEach(path -> files.put(path, file(language.id() + "/" + path)));
    files.put(BUILD, file(language.id() + "/" + BUILD));
    return files;
  }

  /** The script that builds it; given {@code --check}, it tells which compiler it would take. */
  String build() {
    return new String(file(language.id() + "/" + BUILD), StandardCharsets.UTF_8);
  }

  /**
   * Writes a folder of the project's name, whole or not at all.
   *
   * @param parent where the folder is made; must be there
   * @param err is told what could not be cleaned up
   * @throws UserErrorException where there is something of that name, but for an empty folder, or
   *     nothing can be written
   */
  Path write(Path parent, PrintWriter err) {
    Path folder = parent.resolve(name);
    // The process's id keeps two processes that make the same project apart.
    Path unfinished = parent.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
    try {
      requireRoom(folder);
      try {
        for (var file : files().entrySet()) {
          Path path = unfinished.resolve(file.getKey());
          Files.createDirectories(path.getParent());
          Files.write(path, file.getValue());
        }
        Files.setPosixFilePermissions(
            unfinished.resolve(BUILD), PosixFilePermissions.fromString("rwxr-xr-x"));
        // Takes the place of an empty folder, and of nothing else (rename(2)).
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        if (Files.exists(unfinished)) {
          TemporaryFolder.remove(unfinished, err);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be written (%s)".formatted(folder, e), e);
    }
  }

  private static void requireRoom(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new UserErrorException(
        "%s is there already; take another name, or move it".formatted(folder));
  }

  /** A template with the name in the place of its placeholder; what is no text stays as it is. */
  private byte[] file(String template) {
    try (InputStream in = NewProject.class.getResourceAsStream("project/" + template)) {
      if (in == null) {
        throw new IllegalStateException("the template " + template + " is missing");
      }
      byte[] bytes = in.readAllBytes();
      return template.endsWith(".wasm")
          ? bytes
          : new String(bytes, StandardCharsets.UTF_8)
              .replace(PLACEHOLDER, name)
              .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
