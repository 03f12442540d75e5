import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Unpacks the archive into an empty folder, runs what is in it, and looks whether each jar has its
 * place in the bill of materials and its licence in the list. Arguments: the archive, an empty
 * folder.
 */
final class Check {
  private static final Pattern COMPONENT =
      Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)");
  private static final List<String> COMMANDS =
      List.of(
          "",
          "-new",
          "-doctor",
          "-up",
          "-run",
          "-invoke",
          "-package",
          "-inspect",
          "-quote",
          "-router",
          "-explain");

  private final List<String> faults = new ArrayList<>();
  private final Path home;

  private Check(Path home) {
    this.home = home;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    new Check(folder)
        .run(List.of("tar", "-xzf", Path.of(arguments[0]).toAbsolutePath().toString()));
    Path home;
    try (Stream<Path> made = Files.list(folder)) {
      home = made.collect(Collectors.toList()).getFirst();
    }
    Check check = new Check(home);
    check.programs();
    check.papers();
    check.jars();
    check.faults.forEach(fault -> System.err.println("the archive is not complete: " + fault));
    System.exit(check.faults.isEmpty() ? 0 : 1);
  }

  private void programs() throws Exception {
    expect("the version", run(List.of("./wayfare", "--version")).startsWith("wayfare "));
    String answer =
        run(List.of("./wayfare", "invoke", "share/hello-rust.wasm", "--path", "/hello?name=Ada"));
    expect("an answer of the example", answer.contains("Hello, Ada!"));
    run(List.of("./wayfare", "new", "made", "--language", "javascript"));
    expect("a new project", Files.exists(home.resolve("made/engine.wasm")));
    String completion =
        "source share/bash-completion/completions/wayfare; COMP_WORDS=(wayfare expl);"
            + " COMP_CWORD=1; _complete_wayfare; echo \"${COMPREPLY[@]}\"";
    expect("completion", run(List.of("bash", "-c", completion)).strip().equals("explain"));
  }

  private void papers() throws IOException {
    for (String command : COMMANDS) {
      Path page = home.resolve("share/man/man1/wayfare" + command + ".1");
      expect(page + "", Files.exists(page) && Files.readString(page).contains(".SH \"SYNOPSIS\""));
    }
    for (String file :
        List.of("README.md", "CHANGELOG.md", "LICENSE", "Dockerfile", "share/wayfare.yaml")) {
      expect(file, Files.exists(home.resolve(file)));
    }
  }

  private void jars() throws IOException {
    String licences = Files.readString(home.resolve("THIRD-PARTY.txt"));
    Map<String, String> components =
        COMPONENT
            .matcher(Files.readString(home.resolve("wayfare.cdx.json")))
            .results()
            .collect(
                Collectors.toMap(
                    found -> found.group(2) + "-" + found.group(3),
                    found -> "(" + found.group(1) + ":" + found.group(2) + ":" + found.group(3),
                    (one, other) -> one));
    for (String jar : jarNames()) {
      Set<String> fitting =
          components.keySet().stream()
              .filter(name -> jar.equals(name + ".jar") || jar.startsWith(name + "-"))
              .collect(Collectors.toSet());
      expect(jar + " in the bill of materials", !fitting.isEmpty());
      expect(
          "a licence of " + jar,
          fitting.stream()
              .map(components::get)
              .anyMatch(it -> it.startsWith("(dev.wayfare:") || licences.contains(it)));
    }
  }

  private Set<String> jarNames() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      Set<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar"))
              .collect(Collectors.toCollection(TreeSet::new));
      expect("more than 50 jars", names.size() > 50);
      return names;
    }
  }

  private void expect(String what, boolean isThere) {
    if (!isThere) {
      faults.add(what + " is missing");
    }
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      faults.add(String.join(" ", command) + " failed: " + printed + ", so its result");
    }
    return printed;
  }
}
