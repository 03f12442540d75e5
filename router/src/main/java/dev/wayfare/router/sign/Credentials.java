package dev.wayfare.router.sign;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.wayfare.router.config.TargetAuth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that are in use, each kept for as long as it is valid. The next one is asked for
 * while the one before still is, so that requests wait for an issuer only where there is none yet,
 * and an issuer may be away until the last one has expired. Issuers are asked on threads of their
 * own. Safe to use from many threads.
 */
public final class Credentials implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Credentials.class.getName());

  /** Before its end, the next is asked for: most are valid for an hour. */
  private static final Duration AHEAD = Duration.ofMinutes(10);

  /** How often it is looked whether it is time for that, where a credential is used. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** Before its end, a credential is used no more: clocks differ, and requests take time. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** For so long an issuer that gave nothing is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Far above any number of targets. */
  private static final long MOST = 10_000;

  private static final int THREADS = 4;
  private static final long THREAD_IDLE_SECONDS = 10;

  private final Function<TargetAuth, Issuer> issuers;
  private final InstantSource instants;
  private final LongSupplier nanoTicker;
  private final ExecutorService threads;

  /** Made when it is needed: a router without private targets need not load its classes. */
  private volatile @Nullable AsyncLoadingCache<TargetAuth, Holding> holdings;

  private final Set<TargetAuth> without = ConcurrentHashMap.newKeySet();

  /** What an issuer said last. */
  private sealed interface Holding {
    record Held(Credential credential) implements Holding {}

    record Missing(IssuerException why) implements Holding {}
  }

  /**
   * Credentials that {@code issuers} give.
   *
   * @param issuers the one for an auth; called whenever a credential is needed
   * @param instants says what has expired
   * @param nanoTicker measures how long a credential is kept
   */
  public Credentials(
      Function<TargetAuth, Issuer> issuers, InstantSource instants, LongSupplier nanoTicker) {
    this(issuers, instants, nanoTicker, threads());
  }

  /** The same where issuers are asked on {@code threads}. */
  Credentials(
      Function<TargetAuth, Issuer> issuers,
      InstantSource instants,
      LongSupplier nanoTicker,
      ExecutorService threads) {
    this.issuers = issuers;
    this.instants = instants;
    this.nanoTicker = nanoTicker;
    this.threads = threads;
  }

  private static ExecutorService threads() {
    var threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("wayfare-credentials-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * A credential for {@code auth}: at once where there is one; else once its issuer gave it.
   *
   * @return fails with an {@link IssuerException} where the issuer gives none
   */
  public CompletableFuture<Credential> of(TargetAuth auth) {
    if (auth instanceof TargetAuth.AzureFunctionKey(var key)) {
      return CompletableFuture.completedFuture(new FunctionKey(key));
    }
    return holdings()
        .get(auth)
        .thenCompose(
            holding ->
                switch (holding) {
                  case Holding.Held(var credential) ->
                      CompletableFuture.completedFuture(credential);
                  case Holding.Missing(var why) -> CompletableFuture.failedFuture(why);
                });
  }

  private AsyncLoadingCache<TargetAuth, Holding> holdings() {
    AsyncLoadingCache<TargetAuth, Holding> made = holdings;
    return made == null ? make() : made;
  }

  private synchronized AsyncLoadingCache<TargetAuth, Holding> make() {
    AsyncLoadingCache<TargetAuth, Holding> made = holdings;
    if (made == null) {
      made =
          Caffeine.newBuilder()
              .ticker(nanoTicker::getAsLong)
              .executor(threads)
              .maximumSize(MOST)
              .expireAfter(Expiry.<TargetAuth, Holding>writing((auth, holding) -> left(holding)))
              .refreshAfterWrite(LOOK)
              .buildAsync(new Loader());
      holdings = made;
    }
    return made;
  }

  /** Asks the issuer for {@code auth} where that was not done yet, and waits for nothing. */
  public void prepare(TargetAuth auth) {
    of(auth).exceptionally(told -> null);
  }

  /** Asks no issuer any more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class Loader implements AsyncCacheLoader<TargetAuth, Holding> {
    @Override
    public CompletableFuture<Holding> asyncLoad(TargetAuth auth, Executor executor) {
      return CompletableFuture.supplyAsync(() -> issued(auth), executor);
    }

    @Override
    public CompletableFuture<Holding> asyncReload(
        TargetAuth auth, Holding before, Executor executor) {
      return before instanceof Holding.Held(var credential) && isFresh(credential)
          ? CompletableFuture.completedFuture(before)
          : CompletableFuture.supplyAsync(() -> renewed(auth, before), executor);
    }
  }

  private boolean isFresh(Credential credential) {
    return credential.expiresAt().isAfter(instants.instant().plus(AHEAD));
  }

  /** The next, or the one before for as long as that is valid. */
  private Holding renewed(TargetAuth auth, Holding before) {
    Holding next = issued(auth);
    boolean isWorse = next instanceof Holding.Missing && before instanceof Holding.Held;
    return isWorse && !left(before).isZero() ? before : next;
  }

  private Holding issued(TargetAuth auth) {
    try {
      Holding held = new Holding.Held(issuers.apply(auth).issue());
      if (without.remove(auth)) {
        LOG.log(System.Logger.Level.INFO, "there are {0} again", name(auth));
      }
      return held;
    } catch (RuntimeException e) {
      IssuerException why =
          e instanceof IssuerException known ? known : new IssuerException("a bug", e);
      if (without.add(auth)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "there are no new {0}: {1}; those before are used while they are valid, and after that"
                + " targets that need them count as failing",
            name(auth),
            why.getMessage());
      }
      return new Holding.Missing(why);
    }
  }

  private Duration left(Holding holding) {
    return switch (holding) {
      case Holding.Held(var credential) -> left(credential.expiresAt().minus(MARGIN));
      case Holding.Missing missing -> PAUSE;
    };
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(instants.instant(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static String name(TargetAuth auth) {
    return switch (auth) {
      case TargetAuth.AwsIam aws -> "credentials for AWS in " + aws.region();
      case TargetAuth.GoogleIdToken google -> "identity tokens for " + google.audience();
      case TargetAuth.AzureFunctionKey key -> "keys";
    };
  }
}
