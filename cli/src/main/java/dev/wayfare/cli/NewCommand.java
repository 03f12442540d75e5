package dev.wayfare.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare new}: a project that builds. */
@Command(
    name = "new",
    description =
        "Make a function's project: its source, a script that builds it, wayfare.yaml and golden"
            + " requests.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "The function's name, and the folder's: lower-case letters, digits and \"-\".")
  private String name = "";

  @Option(
      names = "--language",
      required = true,
      paramLabel = "LANGUAGE",
      description = "rust, c, cpp, go, assemblyscript or javascript.")
  private String language = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to make the project's folder in; default the current one.")
  private Path out = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    var project = new NewProject(name, Language.of(language));
    if (!Files.isDirectory(out)) {
      throw new UserErrorException("there is no folder " + out + "; make it, or check --out");
    }
    Path folder = project.write(out, commandLine.getErr());
    var stdout = commandLine.getOut();
    stdout.println("made " + folder + "; next:");
    stdout.println();
    stdout.println("  cd " + folder + " && ./build");
    stdout.println("  wayfare up --config wayfare.yaml");
    stdout.flush();
    return 0;
  }
}
