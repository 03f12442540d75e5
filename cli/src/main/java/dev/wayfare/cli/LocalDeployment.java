package dev.wayfare.cli;

import dev.wayfare.packager.archive.Packager;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.TargetKey;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Every target of a configuration that has no endpoint, packaged and running on this machine. Its
 * packages and all temporary files of the stand-ins live in one folder that goes when it is closed.
 */
final class LocalDeployment implements AutoCloseable {
  private final Installation installation;
  private final CompileOptions compileOptions;
  private final PrintWriter out;
  private final PrintWriter err;
  private final List<LocalTarget> targets = new CopyOnWriteArrayList<>();
  private final Path folder;

  LocalDeployment(
      Installation installation, CompileOptions compileOptions, PrintWriter out, PrintWriter err)
      throws IOException {
    this.installation = installation;
    this.compileOptions = compileOptions;
    this.out = out;
    this.err = err;
    this.folder = Files.createTempDirectory("wayfare-up-");
  }

  /**
   * Packages and starts what {@code config} leaves to this machine, all at the same time.
   *
   * @return the configuration with the endpoints of what runs now
   */
  WayfareConfig start(WayfareConfig config) throws IOException, InterruptedException {
    for (FunctionConfig function : config.functions()) {
      prepare(function);
    }
    progress("starting " + String.join(", ", targets.stream().map(LocalTarget::id).toList()));
    Map<String, URI> endpoints = startAll();
    targets.forEach(LocalTarget::announce);
    return config.withEndpoints(endpoints);
  }

  /** Lets every target end without being started again. */
  void leave() {
    targets.forEach(LocalTarget::leave);
  }

  /** Ends every target at the same time, and removes the packages. */
  @Override
  public void close() {
    try (ExecutorService threads = oneThreadEach()) {
      targets.forEach(target -> threads.execute(target::close));
    }
    TemporaryFolder.remove(folder, err);
  }

  private void prepare(FunctionConfig function) {
    List<TargetConfig> local =
        function.targets().stream().filter(target -> target.endpoint() == null).toList();
    if (local.isEmpty()) {
      return;
    }
    Path file = function.module();
    if (file == null) {
      throw new UserErrorException(
          "function "
              + function.name()
              + " names no module, and its target "
              + local.getFirst().id()
              + " has no endpoint; add `module: FILE.wasm`, or use --module");
    }
    ModuleFile module = ModuleFile.read(file);
    progress("compiling " + file);
    CompiledModule compiled = GuestFiles.in(compileOptions.compile(module, err), function.files());
    Trial.run(compiled, variables(function, local.getFirst()));
    var packager = new Packager(installation.shims());
    var commands = new StandInCommand(installation, folder);
    var archives = new EnumMap<Target, Path>(Target.class);
    for (TargetConfig target : local) {
      Path archive =
          archives.computeIfAbsent(
              StandInCommand.format(target.sku().provider()),
              format -> pack(packager, compiled, format, function.name()));
      targets.add(
          new LocalTarget(target, variables(function, target), archive, commands, out, err));
    }
  }

  /**
   * What a target's environment has beside this process's. The router's key lets it say more than
   * others may; anybody on this machine may call all the same, unless the file says otherwise.
   */
  private static Map<String, String> variables(FunctionConfig function, TargetConfig target) {
    var variables = new HashMap<String, String>();
    TargetKey key = target.key();
    if (key != null) {
      variables.put("WAYFARE_ROUTER_KEY", key.value());
      variables.put("WAYFARE_CALLERS", "any");
    }
    variables.putAll(function.host());
    return variables;
  }

  private Path pack(Packager packager, CompiledModule module, Target format, String function) {
    progress("packaging " + module.name() + " for " + format.id());
    return packager.write(module, format, folder.resolve(function));
  }

  private Map<String, URI> startAll() throws IOException, InterruptedException {
    return AtOnce.each(
            Math.max(1, targets.size()), targets, target -> Map.entry(target.id(), target.start()))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static ExecutorService oneThreadEach() {
    return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
  }

  private void progress(String what) {
    err.println(what + " …");
    err.flush();
  }
}
