package dev.wayfare.router;

import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.config.WrittenFile;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes up what changes in the file while the router runs: functions with their targets and
 * policies, accounts, budgets and who may call. A file that is not valid, or changes anything else,
 * changes nothing, and the log says why, once.
 */
final class Reload {
  private static final System.Logger LOG = System.getLogger(Reload.class.getName());

  private final Consumer<WayfareConfig> user;
  private final Supplier<WayfareConfig> reader;
  private final WrittenFile file;
  private WayfareConfig current;

  /**
   * @param user goes by what it is given, or throws a {@link RouterException} and changes nothing
   * @param read what the router goes by, as it was read
   * @param reader reads it again
   */
  Reload(Consumer<WayfareConfig> user, WayfareConfig read, Supplier<WayfareConfig> reader) {
    this.user = user;
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
    } catch (InvalidConfigException | RouterException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}; the configuration before stays in force",
          e.getMessage());
    }
  }

  private void apply(WayfareConfig next) {
    Optional<String> other = current.changeThatNeedsRestart(next);
    if (other.isPresent()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: \"{1}\" changed, which takes a restart: nothing of the file is in force before",
          next.file(),
          other.get());
      return;
    }
    user.accept(next);
    current = next;
    LOG.log(System.Logger.Level.INFO, "the configuration in {0} is in force", next.file());
  }
}
