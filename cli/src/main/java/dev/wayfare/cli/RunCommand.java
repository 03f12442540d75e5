package dev.wayfare.cli;

import dev.wayfare.packager.archive.Packager;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.packager.compile.CompiledModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare run}: modules on this machine, behind the server that edge packages hold. */
@Command(
    name = "run",
    description = "Serve a module on this machine, with TLS and by path prefix where asked for.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints \"listening URL\" once it answers. Runs until Ctrl-C, which lets requests under way"
          + " end. Limits and grants come from the WAYFARE_* variables."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE.wasm",
      description = "The module, which gets every path that no --function covers.")
  private @Nullable Path file;

  @Option(
      names = "--function",
      paramLabel = "PREFIX=FILE.wasm",
      description = "A module for the paths below a prefix; may be repeated, the longest wins.")
  private List<String> functions = List.of();

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description = "A folder that is copied into each function, for its guests to read below /.")
  private @Nullable Path files;

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    var installation = Installation.current();
    Map<String, Path> modules = modules();
    var compiled = new LinkedHashMap<String, CompiledModule>();
    for (Map.Entry<String, Path> each : modules.entrySet()) {
      ModuleFile module = ModuleFile.read(each.getValue());
      err.println("compiling " + each.getValue() + " …");
      err.flush();
      compiled.put(each.getKey(), GuestFiles.in(compileOptions.compile(module, err), files));
    }
    Path folder = Files.createTempDirectory("wayfare-run-");
    try (var closer = new SignalledClose(() -> TemporaryFolder.remove(folder, err))) {
      ServerProcess process = ServerProcess.start(command(installation, compiled, folder));
      closer.closeFirst(() -> process.end(server.drain()));
      return process.waitFor();
    }
  }

  private Map<String, Path> modules() {
    var modules = new LinkedHashMap<String, Path>();
    for (String each : functions) {
      int equals = each.indexOf('=');
      if (equals < 1 || equals == each.length() - 1) {
        throw new UserErrorException("--function takes PREFIX=FILE.wasm, but is \"" + each + "\"");
      }
      add(modules, each.substring(0, equals), path(each.substring(equals + 1)));
    }
    if (file != null) {
      add(modules, "/", file);
    }
    if (modules.isEmpty()) {
      throw new UserErrorException("name a module, such as wayfare run hello.wasm");
    }
    return modules;
  }

  private static void add(Map<String, Path> modules, String prefix, Path module) {
    if (modules.put(prefix, module) != null) {
      throw new UserErrorException(
          "two modules have the prefix " + prefix + "; give each its own with --function");
    }
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UserErrorException("--function: " + e.getMessage(), e);
    }
  }

  private List<String> command(
      Installation installation, Map<String, CompiledModule> modules, Path folder) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A guest's larger functions, and the dispatch of its calls, pass 8000 bytes of bytecode.
    command.add("-XX:-DontCompileHugeMethods");
    Path jars = installation.shims().resolve(Target.EDGE.id());
    command.addAll(List.of("-cp", jars.resolve("*").toString(), ServerProcess.MAIN_CLASS));
    for (Map.Entry<String, CompiledModule> each : modules.entrySet()) {
      Path jar = folder.resolve("function-" + command.size() + ".jar");
      Packager.writeFunction(each.getValue(), jar);
      command.addAll(List.of("--function", each.getKey() + "=" + jar));
    }
    command.addAll(server.words());
    command.add("--exit-at-stdin-end");
    return command;
  }
}
