package dev.wayfare.cli;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.pricing.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of each cloud's stand-in, from this installation's own jars. */
final class StandInCommand {
  private final Installation installation;
  private final Path scratch;

  /**
   * Commands of stand-ins that keep their temporary files in {@code scratch}, so that whoever owns
   * it can clean up after one that was killed.
   */
  StandInCommand(Installation installation, Path scratch) {
    this.installation = installation;
    this.scratch = scratch;
  }

  /** The archive format a provider's stand-in takes. */
  static Target format(Provider provider) {
    return switch (provider) {
      case AWS -> Target.AWS;
      case AZURE -> Target.AZURE;
      case GCP -> Target.GCP;
      case EDGE -> Target.EDGE;
    };
  }

  /**
   * The command.
   *
   * @param archive the package it runs
   * @param port where it listens on loopback; 0 for any that is free
   * @param memoryMib what the target is given
   */
  List<String> of(Provider provider, Path archive, int port, int memoryMib) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A stand-in lives for minutes: a quick start is worth more than the last optimization.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    // A guest's larger functions, and the dispatch of its calls, pass 8000 bytes of bytecode.
    command.add("-XX:-DontCompileHugeMethods");
    // Netty loads its own code, and the JVM would print five lines about that.
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%6$s%n");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.addAll(List.of("-cp", installation.library().resolve("*").toString()));
    command.add(mainClass(provider));
    command.addAll(List.of("--package", archive.toString(), "--port", Integer.toString(port)));
    switch (provider) {
      case AWS ->
          command.addAll(
              List.of(
                  "--runtime",
                  installation.runtimes().resolve("aws").toString(),
                  "--memory-mb",
                  Integer.toString(memoryMib)));
      case GCP ->
          command.addAll(List.of("--runtime", installation.runtimes().resolve("gcp").toString()));
      case AZURE, EDGE -> {}
    }
    return command;
  }

  private static String mainClass(Provider provider) {
    return switch (provider) {
      case AWS -> "dev.wayfare.local.aws.LocalLambda";
      case AZURE -> "dev.wayfare.local.azure.LocalAzure";
      case GCP -> "dev.wayfare.local.gcp.LocalGoogle";
      case EDGE -> "dev.wayfare.local.edge.LocalEdge";
    };
  }
}
