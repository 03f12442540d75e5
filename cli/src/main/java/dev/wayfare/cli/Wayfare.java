package dev.wayfare.cli;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.packager.archive.PackagingException;
import dev.wayfare.packager.cache.UnsafeFolderException;
import dev.wayfare.pricing.InvalidPriceBookException;
import dev.wayfare.router.RouterException;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.UnreachableStateException;
import dev.wayfare.shim.engine.InvalidModuleException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code wayfare} command. Exit codes: 0 done; 1 it ran and failed; 2 the input was wrong, said
 * in one sentence on standard error.
 */
@Command(
    name = "wayfare",
    description =
        "Runs one WebAssembly module on every cloud, and sends each request to the cheapest"
            + " healthy place.",
    mixinStandardHelpOptions = true,
    version = "wayfare 0.1.0",
    subcommands = {
      NewCommand.class,
      DoctorCommand.class,
      UpCommand.class,
      RunCommand.class,
      InvokeCommand.class,
      PackageCommand.class,
      InspectCommand.class,
      QuoteCommand.class,
      SimulateCommand.class,
      PricesCommand.class,
      RouterCommand.class,
      ExplainCommand.class,
      PlanCommand.class,
      DeployCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      RollbackCommand.class,
      DestroyCommand.class,
      BootstrapCommand.class,
      VerifyCommand.class,
      ApiKeyCommand.class
    })
final class Wayfare implements Runnable {
  private static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;

  private Wayfare() {}

  public static void main(String[] arguments) {
    // Not by a method of LastingLog: that would make the JDK's own before.
    System.setProperty("java.util.logging.manager", LastingLog.class.getName());
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Wayfare())
        .setExpandAtFiles(false) // "--data @FILE" is the option's own
        .setParameterExceptionHandler(Wayfare::wrongArguments)
        .setExecutionExceptionHandler(Wayfare::failed);
  }

  @Override
  public void run() {
    throw new UserErrorException("name a command, such as wayfare up; wayfare --help lists them");
  }

  private static int wrongArguments(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    return complain(
        command.getErr(),
        e.getMessage() + "; see " + command.getCommandSpec().qualifiedName() + " --help");
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    return switch (e) {
      case CloudException refused -> {
        complain(command.getErr(), refused.sentence());
        yield FAILED;
      }
      case Exception away
          when away instanceof UnreachableStateException
              || away.getCause() instanceof UnreachableStateException -> {
        complain(command.getErr(), String.valueOf(away.getMessage()));
        yield FAILED;
      }
      case UserErrorException _,
          InvalidModuleException _,
          InvalidConfigException _,
          InvalidStateException _,
          InvalidPriceBookException _,
          RouterException _,
          PackagingException _,
          UnsafeFolderException _ ->
          complain(command.getErr(), String.valueOf(e.getMessage()));
      default -> throw e;
    };
  }

  private static int complain(PrintWriter err, String message) {
    err.println("wayfare: " + message);
    err.flush();
    return WRONG_INPUT;
  }
}
