package dev.wayfare.router;

import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.config.WrittenFile;
import dev.wayfare.router.dispatch.Budgets;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Routes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes up what changes in the file while the router runs: policies and budgets. A file that is not
 * valid, or changes anything else, changes nothing, and the log says why, once.
 */
final class Reload {
  private static final System.Logger LOG = System.getLogger(Reload.class.getName());

  private final Routes routes;
  private final Budgets budgets;
  private final Supplier<WayfareConfig> reader;
  private final WrittenFile file;
  private WayfareConfig current;

  /**
   * @param read what the router goes by, as it was read
   * @param reader reads it again
   */
  Reload(Routes routes, Budgets budgets, WayfareConfig read, Supplier<WayfareConfig> reader) {
    this.routes = routes;
    this.budgets = budgets;
    this.current = read;
    this.reader = reader;
    this.file = new WrittenFile(read.file());
  }

  /** Looks at the file where it was written to since. */
  synchronized void tick() {
    if (file.isNew()) {
      look();
    }
  }

  /** Looks at the file. */
  synchronized void now() {
    file.see();
    look();
  }

  private void look() {
    try {
      apply(reader.get());
    } catch (InvalidConfigException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}; the policies and budgets before stay in force",
          e.getMessage());
    }
  }

  private void apply(WayfareConfig next) {
    Optional<String> other = current.changeBesidesPolicies(next);
    if (other.isPresent()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: \"{1}\" changed, and only policies and budgets can while the router runs: nothing"
              + " of it is in force before a restart",
          next.file(),
          other.get());
      return;
    }
    Map<String, FunctionConfig> byName =
        next.functions().stream().collect(Collectors.toMap(FunctionConfig::name, it -> it));
    budgets.use(next.budget());
    for (Route route : routes.all()) {
      FunctionConfig function = byName.get(route.function());
      if (function != null) {
        route.use(function);
      }
    }
    current = next;
    LOG.log(System.Logger.Level.INFO, "policies and budgets of {0} are in force", next.file());
  }
}
