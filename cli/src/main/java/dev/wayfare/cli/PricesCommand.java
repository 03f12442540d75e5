package dev.wayfare.cli;

import picocli.CommandLine.Command;

/** {@code wayfare prices}: what is known about prices, and whether it is still true. */
@Command(
    name = "prices",
    description = "Show, refresh, compare and check the prices that quotes are made from.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PricesShowCommand.class,
      PricesRefreshCommand.class,
      PricesDiffCommand.class,
      PricesVerifyCommand.class
    })
final class PricesCommand implements Runnable {
  @Override
  public void run() {
    throw new UserErrorException(
        "name what to do, such as wayfare prices show; wayfare prices --help lists it");
  }
}
