package dev.wayfare.cli;

import dev.wayfare.packager.archive.AzureTrigger;
import dev.wayfare.packager.archive.Packager;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.packager.compile.CompiledModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare package}: compiles a module once and writes one archive for each target. */
@Command(
    name = "package",
    description = "Compile a module ahead of time and write the archive each cloud accepts.",
    mixinStandardHelpOptions = true)
final class PackageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.wasm", description = "The module.")
  private Path file = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "aws,azure,gcp,edge",
      split = ",",
      description = "The targets, separated by commas; default all four.")
  private List<String> targets = Arrays.stream(Target.values()).map(Target::id).toList();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write to; made if it is missing; default the current one.")
  private Path out = Path.of(".");

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description = "A folder that is copied into the function, for its guests to read below /.")
  private @Nullable Path files;

  @Option(
      names = "--azure-trigger",
      paramLabel = "TRIGGER",
      description =
          "What runs the function on Azure beside HTTP, any number of times:"
              + " queue:NAME[:CONNECTION], blob:PATH[:CONNECTION], \"timer:SCHEDULE\" or eventgrid."
              + " CONNECTION is an app setting; default AzureWebJobsStorage.")
  private List<String> azureTriggers = List.of();

  @Option(
      names = "--aot-cache",
      description =
          "Put a cache for this JVM (Java 25 or newer) into the package for edge, which then starts"
              + " several times as fast: java -XX:AOTCache=function.aot -jar function.jar. No two"
              + " caches have the same bytes.")
  private boolean aotCache;

  @Option(
      names = "--emit",
      paramLabel = "terraform,sam",
      split = ",",
      description =
          "Write definitions too, by which Terraform (DIR/terraform/CLOUD) or AWS SAM"
              + " (DIR/template.yaml) deploys the archives.")
  private List<String> emits = List.of();

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    List<Target> wanted = targets.stream().map(PackageCommand::target).distinct().toList();
    List<DefinitionFormat> formats = formats(wanted);
    if (aotCache && !wanted.contains(Target.EDGE)) {
      throw new UserErrorException("--aot-cache is for the target edge, which is not wanted");
    }
    var packager = new Packager(Installation.current().shims(), azureTriggers());
    CompiledModule module =
        GuestFiles.in(
            compileOptions.compile(ModuleFile.read(file), spec.commandLine().getErr()), files);
    Trial.run(module);
    var archives = new EnumMap<Target, String>(Target.class);
    for (Target target : wanted) {
      Path archive = (aotCache ? packager.withAotCache() : packager).write(module, target, out);
      stdout.println(archive + " " + archive.toFile().length() + " bytes");
      archives.put(target, String.valueOf(archive.getFileName()));
    }
    for (DefinitionFormat format : formats) {
      format.files(archives).forEach((path, text) -> stdout.println(write(path, text)));
    }
    stdout.println("module sha256:" + module.sha256());
    stdout.flush();
    return 0;
  }

  private List<DefinitionFormat> formats(List<Target> wanted) {
    List<DefinitionFormat> formats = emits.stream().map(DefinitionFormat::of).distinct().toList();
    for (DefinitionFormat format : formats) {
      if (Collections.disjoint(format.targets(), wanted)) {
        throw new UserErrorException(
            "--emit %s is for %s, which --target leaves out"
                .formatted(
                    format.id(),
                    format.targets().stream().map(Target::id).collect(Collectors.joining(", "))));
      }
    }
    return formats;
  }

  private Path write(String path, String text) {
    Path file = out.resolve(path);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be written (%s)".formatted(file, e), e);
    }
  }

  private List<AzureTrigger> azureTriggers() {
    try {
      return azureTriggers.stream().map(AzureTrigger::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--azure-trigger: " + e.getMessage());
    }
  }

  private static Target target(String id) {
    return Target.of(id.strip())
        .orElseThrow(
            () ->
                new UserErrorException(
                    "--target knows "
                        + Arrays.stream(Target.values())
                            .map(Target::id)
                            .collect(Collectors.joining(", "))
                        + ", but not \""
                        + id
                        + "\""));
  }
}
