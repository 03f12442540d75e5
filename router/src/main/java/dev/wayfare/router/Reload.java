package dev.wayfare.router;

import dev.wayfare.router.config.DeploymentSettings;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.config.WrittenFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes up what changes in the file while the router runs: functions with their targets and
 * policies, accounts, budgets and who may call; and in the state file, what is deployed. A file
 * that is not valid, or changes anything else, changes nothing, and the log says why, once.
 */
final class Reload {
  private static final System.Logger LOG = System.getLogger(Reload.class.getName());

  private final Consumer<WayfareConfig> user;
  private final Supplier<WayfareConfig> reader;
  private final WrittenFile file;
  private WayfareConfig current;
  private @Nullable Path statePath;
  private @Nullable WrittenFile state;

  /** Whether a file may have been written to between its last reading and its first watching. */
  private boolean mayHaveMissed = true;

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
    watchState(read.deployment());
  }

  /** Looks at the files where one was written to since. */
  synchronized void tick() {
    boolean isNew = file.isNew();
    isNew |= state != null && state.isNew();
    boolean isUnsure = mayHaveMissed;
    if (isNew || isUnsure) {
      mayHaveMissed = false;
      look(isNew);
    }
  }

  /** Looks at the files. */
  synchronized void now() {
    file.see();
    if (state != null) {
      state.see();
    }
    look(true);
  }

  private void watchState(@Nullable DeploymentSettings deployment) {
    Path path = deployment == null ? null : deployment.state();
    if (!Objects.equals(path, statePath)) {
      statePath = path;
      state = path == null ? null : new WrittenFile(path);
      mayHaveMissed = true;
    }
  }

  /**
   * @param isNew whether what is read is to be said to be in force though it is as before
   */
  private void look(boolean isNew) {
    try {
      WayfareConfig next = reader.get();
      if (isNew || !next.equals(current)) {
        apply(next);
      }
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
    watchState(next.deployment());
    LOG.log(System.Logger.Level.INFO, "the configuration in {0} is in force", next.file());
  }
}
