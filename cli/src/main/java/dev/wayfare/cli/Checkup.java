package dev.wayfare.cli;

import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.ledger.store.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a machine for all that Wayfare's commands and projects need.
 *
 * @param environment the variables; also those of the programs that are asked for their version
 * @param javaHome the JDK's folder
 * @param isSourceTree whether Wayfare is built here, not installed
 * @param scratch a folder to start programs in
 * @param patience how long one program may take
 */
record Checkup(
    Map<String, String> environment,
    Path javaHome,
    boolean isSourceTree,
    Path scratch,
    Duration patience) {
  private static final String JDK_25 = "get a JDK 25, such as https://adoptium.net";
  private static final int[] PORTS = {8080, 9090};

  Checkup {
    environment = Map.copyOf(environment);
  }

  /**
   * Everything, in the order of a reader's interest.
   *
   * @param wanted the languages without whose compilers nothing works; the others' may be missing
   */
  List<Finding> findings(Set<Language> wanted) throws IOException, InterruptedException {
    var findings = new ArrayList<Finding>();
    findings.add(jdk());
    if (isSourceTree) {
      findings.add(maven());
    }
    for (Language language : Language.values()) {
      findings.add(compiler(language, wanted.contains(language)));
    }
    findings.addAll(new CloudCredentials(environment).findings());
    ledger()
        .ifPresent(file -> findings.add(folder("ledger's folder", file.resolve("..").normalize())));
    findings.add(folder("cache folder", CacheOptions.folder(environment)));
    Arrays.stream(PORTS).mapToObj(Checkup::port).forEach(findings::add);
    findings.add(size());
    return findings;
  }

  private Finding jdk() {
    String version = Runtime.version() + ", " + javaHome;
    return Files.isExecutable(javaHome.resolve("bin/javac"))
        ? Finding.ok("JDK", version)
        : Finding.missing("JDK", version + " has no compiler", JDK_25);
  }

  private Finding maven() throws IOException, InterruptedException {
    String get = "get Maven 3.8 or newer from https://maven.apache.org";
    // By the shell, which looks along the environment's path and not along this process's.
    return run("mvn --version")
        .map(
            run ->
                run.exitCode() == 0
                    ? Finding.ok("Maven", lines(run).getFirst().replace("Apache Maven ", ""))
                    : Finding.missing("Maven", "missing", get))
        .orElseGet(() -> Finding.missing("Maven", tooSlow("mvn"), get));
  }

  /** Asks the script that would build a project: it knows what it takes. */
  private Finding compiler(Language language, boolean isWanted)
      throws IOException, InterruptedException {
    Finding.State otherwise = isWanted ? Finding.State.MISSING : Finding.State.ABSENT;
    Optional<BoundedRun> run = run(new NewProject("function", language).build(), "--check");
    if (run.isEmpty()) {
      return new Finding(
          language.title(),
          otherwise,
          tooSlow("its compiler"),
          "see why it does not tell its version");
    }
    return run.get().exitCode() == 0
        ? Finding.ok(language.title(), last(run.get()))
        : new Finding(language.title(), otherwise, "missing", last(run.get()));
  }

  private Optional<BoundedRun> run(String script, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", script, "build"));
    command.addAll(List.of(arguments));
    return BoundedRun.of(command, scratch, environment, patience);
  }

  private String tooSlow(String program) {
    return "%s did not answer within %d s".formatted(program, Math.max(1, patience.toSeconds()));
  }

  /** What a program printed, without empty lines and without what steers a terminal. */
  private static List<String> lines(BoundedRun run) {
    List<String> lines =
        run.output()
            .lines()
            .map(line -> line.replaceAll("\\e\\[[0-9;]*m|\\p{Cntrl}", ""))
            .filter(line -> !line.isBlank())
            .toList();
    return lines.isEmpty() ? List.of("it printed nothing") : lines;
  }

  /** The line that counts is the last, since complaints of others may come first. */
  private static String last(BoundedRun run) {
    return lines(run).getLast().replaceFirst("^build: ", "");
  }

  private Optional<Path> ledger() {
    return switch (Stores.usual(environment)) {
      case LedgerPlace.DatabaseFile(Path path) -> Optional.of(path);
      case LedgerPlace.Memory _, LedgerPlace.Server _ -> Optional.empty();
    };
  }

  /** A folder that is made when it is needed: so the first that is there must be writable. */
  private static Finding folder(String what, Path folder) {
    Path there = existing(folder.toAbsolutePath());
    return Files.isDirectory(there) && Files.isWritable(there)
        ? Finding.ok(what, folder.toString())
        : Finding.missing(
            what, there + " cannot be written", "let its owner grant you that (chown, chmod)");
  }

  private static Path existing(Path folder) {
    Path parent = folder.getParent();
    return parent == null || Files.exists(folder) ? folder : existing(parent);
  }

  private static Finding port(int port) {
    String what = "port " + port;
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Finding.ok(what, "free");
    } catch (IOException e) {
      return Finding.absent(
          what, "taken", "end what listens there, or give --port and --admin-port");
    }
  }

  private static Finding size() {
    Runtime runtime = Runtime.getRuntime();
    return Finding.ok(
        "this machine",
        "%d processors, a heap of up to %d MiB"
            .formatted(runtime.availableProcessors(), runtime.maxMemory() >> 20));
  }
}
