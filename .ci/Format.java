import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java file is as google-java-format writes it, or, with {@code fix}, makes it
 * so. Run by Maven in a process of its own, on the JDK 25 of the build.
 */
final class Format {
  private Format() {}

  public static void main(String[] arguments) throws IOException {
    boolean fix = List.of(arguments).contains("fix");
    Stream<String> options =
        fix ? Stream.of("--replace") : Stream.of("--dry-run", "--set-exit-if-changed");
    String[] command = Stream.concat(options, sources(Path.of(""))).toArray(String[]::new);
    if (!fix) {
      System.err.println(
          "Checking the format; mvn -N -Pfull -Dformat.option=fix process-sources mends a file"
              + " that is named here.");
    }
    Main.main(command); // exits with 1 where a file is not formatted
  }

  private static Stream<String> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> Stream.of("target", "node_modules").noneMatch(name -> within(file, name)))
          .map(Path::toString)
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean within(Path file, String folder) {
    for (Path part : file) {
      if (part.toString().equals(folder)) {
        return true;
      }
    }
    return false;
  }
}
