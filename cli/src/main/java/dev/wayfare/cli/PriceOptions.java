package dev.wayfare.cli;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.source.BookStore;
import dev.wayfare.router.config.PriceSettings;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.DeployedTargets;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which price book a command works on. */
final class PriceOptions {
  /** The environment's name of the file that keeps the last good book. */
  static final String FILE = "WAYFARE_PRICES";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A wayfare.yaml: its section prices says where prices are kept and read, its targets"
              + " which regions are wanted. Default: none, and all regions.")
  private @Nullable Path configFile;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "The file that keeps the last good book; default prices.file of --config, or else"
              + " $WAYFARE_PRICES, or else $XDG_DATA_HOME/wayfare/prices.json, or else"
              + " ~/.local/share/wayfare/prices.json.")
  private @Nullable Path file;

  private @Nullable WayfareConfig read;

  /** The configuration, where one was named. */
  Optional<WayfareConfig> config() {
    if (read == null && configFile != null) {
      // Prices depend on nothing that is deployed.
      read = WayfareConfig.read(configFile, System.getenv(), DeployedTargets.EMPTY);
    }
    return Optional.ofNullable(read);
  }

  PriceSettings settings() {
    return config().map(WayfareConfig::prices).orElse(PriceSettings.DEFAULT);
  }

  /** The targets of the configuration that a cloud bills. */
  List<TargetConfig> targets() {
    return config().map(WayfareConfig::targets).orElse(List.of()).stream()
        .filter(target -> target.sku().provider() != Provider.EDGE)
        .toList();
  }

  /** The regions that are wanted: those of the targets, or every one. */
  Map<Provider, Set<String>> regions() {
    Map<Provider, Set<String>> regions = new HashMap<>();
    if (config().isEmpty()) {
      for (Provider provider : Provider.values()) {
        regions.put(provider, Set.of());
      }
    }
    targets()
        .forEach(
            target ->
                regions
                    .computeIfAbsent(target.sku().provider(), it -> new HashSet<>())
                    .add(target.sku().region()));
    return regions;
  }

  BookStore store() {
    return new BookStore(
        file != null ? file : settings().file().orElseGet(() -> usual(System.getenv())));
  }

  /** The book in force; what is wrong with its file goes to {@code err}. */
  BookStore.Loaded load(PrintWriter err) {
    return PriceFile.lastGood(store(), err);
  }

  /** Where the last good book is kept unless somebody says otherwise. */
  static Path usual(Map<String, String> environment) {
    String named = environment.getOrDefault(FILE, "");
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    try {
      if (!named.isEmpty()) {
        return Path.of(named);
      }
      // The XDG base directory specification: a relative path is to be ignored.
      return data.startsWith("/")
          ? Path.of(data, "wayfare", "prices.json")
          : Path.of(System.getProperty("user.home"), ".local", "share", "wayfare", "prices.json");
    } catch (InvalidPathException e) {
      throw new UserErrorException(FILE + " must be a file (" + e.getMessage() + ")", e);
    }
  }
}
