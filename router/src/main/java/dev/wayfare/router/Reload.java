package dev.wayfare.router;

import dev.wayfare.router.config.DeploymentSettings;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.config.WrittenFile;
import dev.wayfare.router.deployed.StateStore;
import dev.wayfare.router.deployed.UnreachableStateException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes up what changes in the file while the router runs: functions with their targets and
 * policies, accounts, budgets and who may call; and what is deployed, by the state that it names. A
 * file or state that is not valid, or changes anything else, changes nothing, and the log says why,
 * once.
 */
final class Reload {
  private static final System.Logger LOG = System.getLogger(Reload.class.getName());

  private final Consumer<WayfareConfig> user;
  private final Supplier<WayfareConfig> reader;
  private final WrittenFile file;
  private WayfareConfig current;
  private @Nullable StateStore state;
  private @Nullable String stateVersion;

  /** Whether the state is not there any more, though Wayfare itself never removes one. */
  private boolean isStateGone;

  /** Whether the state could not be read the last time. */
  private boolean isStateAway;

  /** Whether a file was written to and is not read yet. */
  private boolean isNew;

  /** Whether something may have been written between its last reading and its first watching. */
  private boolean mayHaveMissed = true;

  /** Whether the router goes by what file and state said the last time that they were looked at. */
  private volatile boolean isInForce = true;

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
    watchState(stateOf(read));
  }

  /** Whether nothing is there that the router does not go by; may be asked by any thread. */
  boolean isInForce() {
    return isInForce;
  }

  /** Reads file and state where one of them was written to since, or could not be read. */
  synchronized void tick() {
    isNew |= file.isNew();
    boolean isUnsure = !seeState();
    if (isNew || mayHaveMissed || isUnsure || isStateAway) {
      look();
    }
  }

  /** Reads file and state, whatever is there. */
  synchronized void now() {
    file.see();
    stateVersion = null;
    seeState();
    isNew = true;
    look();
  }

  private void watchState(@Nullable StateStore next) {
    if (!Objects.equals(next, state)) {
      state = next;
      stateVersion = null;
      isStateGone = false;
      mayHaveMissed = true;
    }
  }

  private static @Nullable StateStore stateOf(WayfareConfig config) {
    DeploymentSettings deployment = config.deployment();
    return deployment == null ? null : deployment.state();
  }

  /** Whether it could be seen whether the state is new. */
  private boolean seeState() {
    if (state == null) {
      return true;
    }
    String version;
    try {
      version = state.version();
    } catch (UnreachableStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "the state is read, to say why", e);
      return false;
    }
    boolean wasThere = stateVersion != null && !stateVersion.equals(StateStore.NONE);
    if (wasThere && version.equals(StateStore.NONE)) {
      if (!isStateGone) {
        isStateGone = true;
        isInForce = false;
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} is not there any more; what it said stays in force until it is there again, or"
                + " SIGHUP says that nothing is deployed",
            state);
      }
      return true;
    }
    mayHaveMissed |= isStateGone;
    isStateGone = false;
    isNew |= stateVersion != null && !version.equals(stateVersion);
    stateVersion = version;
    return true;
  }

  private void look() {
    boolean isAsked = isNew; // And so taken up and said, though it be as before.
    boolean isSaid = isNew || mayHaveMissed;
    boolean wasAway = isStateAway;
    isNew = false;
    mayHaveMissed = false;
    try {
      WayfareConfig next = reader.get();
      isStateAway = false;
      if (wasAway) {
        LOG.log(System.Logger.Level.INFO, "what is deployed can be read again");
      }
      if (isStateGone && Objects.equals(stateOf(next), state)) {
        return; // It is read again once the state is there.
      }
      isInForce = (!isAsked && next.equals(current)) || apply(next, isSaid);
    } catch (InvalidConfigException | RouterException e) {
      isInForce = false;
      isStateAway = e.getCause() instanceof UnreachableStateException;
      if (isSaid || isStateAway != wasAway) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}; the configuration before stays in force",
            e.getMessage());
      }
    }
  }

  /** Whether {@code next} could be taken up; why not is logged where it {@code isSaid}. */
  private boolean apply(WayfareConfig next, boolean isSaid) {
    Optional<String> other = current.changeThatNeedsRestart(next);
    if (other.isPresent()) {
      if (isSaid) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: \"{1}\" changed, which takes a restart: nothing of the file is in force before",
            next.file(),
            other.get());
      }
      return false;
    }
    user.accept(next);
    current = next;
    watchState(stateOf(next));
    LOG.log(System.Logger.Level.INFO, "the configuration in {0} is in force", next.file());
    return true;
  }
}
