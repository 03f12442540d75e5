package dev.wayfare.router.deployed.aws;

import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.StateLock;
import dev.wayfare.router.deployed.UnreachableStateException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to write an object, for as long as it is renewed: nothing takes a lock from a process
 * that was killed, but time. Its object says who has it and how often it was renewed. Where that is
 * older than {@link #LENGTH}, by the server's clock alone, anybody may take it over.
 *
 * <p>A renewal is on the condition that the last one was this holder's, too, and so proves that it
 * has the right; before it writes or changes anything elsewhere, it renews. Whoever loses the right
 * unawares, as on a machine that sleeps, notices then.
 */
final class Lease implements StateLock {
  static final Duration LENGTH = Duration.ofSeconds(60);
  static final Duration RENEWED_AFTER = Duration.ofSeconds(10);

  /** No object has it: a write on the condition that one has must fail. */
  private static final String NO_ETAG = "\"0\"";

  private static final System.Logger LOG = System.getLogger(Lease.class.getName());

  private final ConditionalObject state;
  private final ConditionalObject lock;
  private final String holder;
  private final DeployedTargets before;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wayfare-state-lock").factory());

  private @Nullable String stateEtag;

  /** What writes of which no answer came may have written. */
  private final Set<String> unanswered = new HashSet<>();

  private String lockEtag;
  private int renewed;
  private boolean isLost;
  private boolean isClosed;

  private Lease(
      ConditionalObject state,
      ConditionalObject lock,
      String holder,
      String lockEtag,
      ConditionalObject.@Nullable Found found) {
    this.state = state;
    this.lock = lock;
    this.holder = holder;
    this.lockEtag = lockEtag;
    this.stateEtag = found == null ? null : found.etag();
    this.before =
        found == null
            ? DeployedTargets.EMPTY
            : DeployedTargets.parse(state.toString(), found.text());
  }

  /**
   * Takes it, or takes it over from whoever let it run out.
   *
   * @param renewedAfter is the pause between renewals
   * @throws InvalidStateException where somebody else has it, or S3 fails
   */
  static Lease take(
      ConditionalObject state, ConditionalObject lock, String holder, Duration renewedAfter) {
    String etag =
        taken(lock, text(holder, 0))
            .orElseThrow(
                () ->
                    new InvalidStateException(
                        "%s: another wayfare took the lock at this moment; run the same again once it is done"
                            .formatted(state)));
    try {
      requireConditions(lock);
      var lease = new Lease(state, lock, holder, etag, state.get().orElse(null));
      long millis = renewedAfter.toMillis();
      var _ =
          lease.renewals.scheduleWithFixedDelay(lease::keep, millis, millis, TimeUnit.MILLISECONDS);
      return lease;
    } catch (RuntimeException e) {
      try {
        lock.delete(etag);
      } catch (InvalidStateException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private static Optional<String> taken(ConditionalObject lock, String text) {
    Optional<String> created = lock.put(text, null);
    if (created.isPresent()) {
      return created;
    }
    Optional<ConditionalObject.Found> other = lock.get();
    if (other.isEmpty()) {
      return lock.put(text, null); // It was given back meanwhile.
    }
    Duration left = LENGTH.minus(lock.age(other.get()));
    if (left.isPositive()) {
      throw new InvalidStateException(
          "%s: another wayfare has this lock, %s; wait for it, or if it was killed, for %d s"
              .formatted(
                  lock,
                  other.get().text().lines().findFirst().orElse("unknown"),
                  left.toSeconds() + 1));
    }
    return lock.put(text, other.get().etag());
  }

  /** A server that ignores conditions would let two write at once. */
  private static void requireConditions(ConditionalObject lock) {
    if (lock.put("", null).isPresent() || lock.put("", NO_ETAG).isPresent()) {
      throw new InvalidStateException(
          "%s: this server ignores conditions of writes (If-None-Match, If-Match), so the state is not safe there; keep it in S3, or in a server that has them"
              .formatted(lock));
    }
  }

  private static String text(String holder, int renewed) {
    return holder + "\nrenewed " + renewed + "\n";
  }

  /** Renews it; where that fails, the next time does, or whoever needs the right notices. */
  private synchronized void keep() {
    try {
      if (!isClosed && !isLost) {
        renew();
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a lock was not renewed", e);
    }
  }

  /** Proves that it is still held, which {@link #isLost} tells, and has it begin anew. */
  private void renew() {
    renewed++;
    String text = text(holder, renewed);
    Optional<String> next = lock.put(text, lockEtag);
    if (next.isEmpty()) {
      // Its own, where an answer was lost before.
      next =
          lock.get()
              .filter(found -> found.text().startsWith(holder + "\n"))
              .flatMap(found -> lock.put(text, found.etag()));
    }
    isLost = next.isEmpty();
    next.ifPresent(etag -> lockEtag = etag);
  }

  @Override
  public DeployedTargets before() {
    return before;
  }

  @Override
  public synchronized void require() {
    if (isClosed) {
      throw InvalidStateException.givenBack(state);
    }
    if (!isLost) {
      renew();
    }
    if (isLost) {
      throw new InvalidStateException(
          "%s: this lock is not this run's any more (it was not renewed for a minute, or somebody removed it); see wayfare status for what is left to do"
              .formatted(lock));
    }
  }

  @Override
  public synchronized void write(DeployedTargets next) {
    require();
    String text = next.json();
    try {
      Optional<String> written = state.put(text, stateEtag);
      if (written.isEmpty()) {
        written =
            state
                .get()
                .filter(found -> unanswered.contains(found.text()))
                .flatMap(found -> state.put(text, found.etag()));
      }
      stateEtag =
          written.orElseThrow(
              () ->
                  new InvalidStateException(
                      "%s: this is not as this run wrote it last, so somebody wrote it without the lock; see wayfare status for what is left to do"
                          .formatted(state)));
      unanswered.clear();
    } catch (UnreachableStateException e) {
      unanswered.add(text);
      throw new UnreachableStateException(
          e.getMessage() + "; it may be written all the same, see wayfare status", e);
    }
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    renewals.shutdown();
    try {
      if (!isLost) {
        renew();
      }
      if (!isLost) {
        lock.delete(lockEtag);
      }
    } catch (InvalidStateException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0}; so nobody can deploy before this lock runs out in {1} s",
          e.getMessage(),
          LENGTH.toSeconds());
    } finally {
      isClosed = true;
    }
  }
}
