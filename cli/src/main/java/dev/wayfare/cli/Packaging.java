package dev.wayfare.cli;

import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Wanted;
import dev.wayfare.packager.archive.Packager;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.AwsDeployment;
import dev.wayfare.router.config.AzureDeployment;
import dev.wayfare.router.config.DeploymentSettings;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.GcpDeployment;
import dev.wayfare.router.config.TargetKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes what is to be deployed: compiles each function once, and packages it once for each kind of
 * target. The packages lie in a folder that goes when this is closed or the process is told to end.
 */
final class Packaging implements AutoCloseable {
  private static final List<String> GRANTS =
      List.of("WAYFARE_GRANT_ENVIRONMENT", "WAYFARE_GRANT_SECRETS");

  private final DeploymentSettings settings;
  private final Installation installation;
  private final CompileOptions compileOptions;
  private final Map<String, String> environment;
  private final PrintWriter err;
  private final Path folder;
  private final SignalledClose removal;
  private final Map<String, CompiledModule> modules = new HashMap<>();
  private final Map<String, Path> archives = new HashMap<>();

  /**
   * @param settings where it is deployed
   * @param environment where the values of the variables are that functions are granted
   */
  Packaging(
      DeploymentSettings settings,
      Installation installation,
      CompileOptions compileOptions,
      Map<String, String> environment,
      PrintWriter err)
      throws IOException {
    this.settings = settings;
    this.installation = installation;
    this.compileOptions = compileOptions;
    this.environment = environment;
    this.err = err;
    this.folder = Files.createTempDirectory("wayfare-deploy-");
    this.removal = new SignalledClose(() -> TemporaryFolder.remove(folder, err));
  }

  /**
   * The function's module, compiled and tried.
   *
   * @throws UserErrorException where the function names none
   */
  CompiledModule module(FunctionConfig function) {
    return modules.computeIfAbsent(
        function.name(),
        name -> {
          Path file = function.module();
          if (file == null) {
            throw new UserErrorException(
                "function %s names no module to deploy; add `module: FILE.wasm`".formatted(name));
          }
          CompiledModule compiled =
              GuestFiles.in(compileOptions.compile(ModuleFile.read(file), err), function.files());
          Trial.run(compiled, function.host());
          return compiled;
        });
  }

  /** What is to be deployed of a target. */
  Wanted wanted(DeploymentFile.Deployable target) throws IOException {
    CompiledModule module = module(target.function());
    Target format = StandInCommand.format(target.provider());
    Path archive =
        archives.computeIfAbsent(
            target.function().name() + "/" + format.id(),
            key ->
                new Packager(installation.shims())
                    .write(module, format, folder.resolve(target.function().name())));
    Release release =
        Release.of(
                archive,
                module.sha256(),
                ShimVersion.of(installation, format),
                target.target().sku(),
                target.target().isPublic(),
                variables(target))
            .withAccount(account(target.provider()));
    return new Wanted(target.provider(), target.unit(), release);
  }

  /**
   * What a deployed function has of the account's settings: whoever changes it wants another
   * release.
   */
  private String account(Provider provider) {
    return switch (provider) {
      case AWS -> {
        AwsDeployment aws = settings.aws();
        yield aws == null ? "" : aws.role() + " " + aws.snapStart();
      }
      case AZURE -> {
        AzureDeployment azure = settings.azure();
        yield azure == null ? "" : azure.storageAccount() + " " + azure.identity();
      }
      case GCP -> {
        GcpDeployment gcp = settings.gcp();
        yield gcp == null ? "" : String.valueOf(gcp.serviceAccount());
      }
      case EDGE -> "";
    };
  }

  /** The function's settings, the router's key, and the values of what its guests are granted. */
  private Map<String, String> variables(DeploymentFile.Deployable target) {
    Map<String, String> variables = new TreeMap<>(target.function().host());
    for (String grant : GRANTS) {
      for (String name : target.function().host().getOrDefault(grant, "").split(",", -1)) {
        if (!name.isBlank()) {
          variables.put(name.strip(), value(target, name.strip()));
        }
      }
    }
    TargetKey key = target.target().key();
    if (key != null) {
      variables.put("WAYFARE_ROUTER_KEY", key.value());
    }
    return variables;
  }

  private String value(DeploymentFile.Deployable target, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new UserErrorException(
          "function %s is granted the variable %s, which is not set here; set it, since its value is deployed with the function"
              .formatted(target.function().name(), name));
    }
    return value;
  }

  @Override
  public void close() {
    removal.close();
  }
}
