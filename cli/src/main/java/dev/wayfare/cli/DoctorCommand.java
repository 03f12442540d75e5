package dev.wayfare.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare doctor}: what is missing on this machine. */
@Command(
    name = "doctor",
    description =
        "Look for the JDK, the compilers, logins to the clouds, folders and ports that Wayfare"
            + " uses, and say how to get what is missing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exits 0 if all that is needed is there, and 1 if not. A compiler is needed where"
          + " --language names its language."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      split = ",",
      description =
          "The languages whose compilers are needed, separated by commas: rust, c, cpp, go,"
              + " assemblyscript, javascript.")
  private List<String> languages = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    Set<Language> wanted = EnumSet.noneOf(Language.class);
    languages.forEach(id -> wanted.add(Language.of(id)));
    Path scratch = Files.createTempDirectory("wayfare-doctor-");
    FindingTable table;
    try {
      var checkup =
          new Checkup(
              System.getenv(),
              Path.of(System.getProperty("java.home")),
              isSourceTree(),
              scratch,
              PATIENCE);
      table = new FindingTable(checkup.findings(wanted));
    } finally {
      TemporaryFolder.remove(scratch, commandLine.getErr());
    }
    var out = commandLine.getOut();
    if (json) {
      out.println(table.json());
    } else {
      table.lines().forEach(out::println);
    }
    out.flush();
    return table.isComplete() ? 0 : 1;
  }

  /** Whether the launcher builds what it runs; that of an installation does not. */
  private static boolean isSourceTree() {
    return Path.of(System.getProperty("wayfare.home", ""))
        .toAbsolutePath()
        .endsWith(Path.of("cli", "target", "wayfare"));
  }
}
