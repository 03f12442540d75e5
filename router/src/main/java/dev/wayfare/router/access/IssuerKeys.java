package dev.wayfare.router.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.jwk.source.RetryingJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import dev.wayfare.router.config.JwtSettings;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer: read again a minute before they have been used for long enough, used on
 * for a while where that fails, and read again for a token of an unknown key, as there is after an
 * issuer changed its own. Whoever makes up keys has them read twice in {@value #PAUSE_MILLIS} ms at
 * the most. Waits for the network.
 *
 * @param source reads and keeps them
 * @param instants tells how old they are
 */
record IssuerKeys(JWKSetSource<SecurityContext> source, InstantSource instants)
    implements JWKSource<SecurityContext> {
  private static final System.Logger LOG = System.getLogger(IssuerKeys.class.getName());
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 2_000;
  private static final int MOST_BYTES = 256 << 10;
  private static final long PAUSE_MILLIS = 30_000;

  /** Longer than two tries take. */
  private static final Duration REFRESH_TIME = Duration.ofSeconds(10);

  private static final Duration AHEAD = Duration.ofMinutes(1);

  /**
   * @param threads where keys are read again while the former ones are used
   */
  static IssuerKeys of(JwtSettings settings, InstantSource instants, ExecutorService threads) {
    var read = new RetryingJWKSetSource<SecurityContext>(url(settings), null);
    var tolerant =
        new OutageTolerantJWKSetSource<>(
            read,
            settings.outage().toMillis(),
            event ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "the keys of the tokens'' issuer cannot be read from {0}; those before are used"
                        + " until they are {1} old",
                    settings.jwksUrl(),
                    settings.outage()));
    var limited = new RateLimitedJWKSetSource<>(tolerant, PAUSE_MILLIS, null);
    return new IssuerKeys(
        new RefreshAheadCachingJWKSetSource<>(
            limited,
            settings.cacheDuration().toMillis(),
            REFRESH_TIME.toMillis(),
            AHEAD.toMillis(),
            threads,
            false,
            null,
            null,
            false),
        instants);
  }

  private static URLBasedJWKSetSource<SecurityContext> url(JwtSettings settings) {
    try {
      return new URLBasedJWKSetSource<>(
          settings.jwksUrl().toURL(),
          new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    JWKSet known = all();
    List<JWK> found = selector.select(known);
    return found.isEmpty()
        ? selector.select(
            source.getJWKSet(
                JWKSetCacheRefreshEvaluator.referenceComparison(known), instants.millis(), null))
        : found;
  }

  /** All of them. */
  JWKSet all() throws KeySourceException {
    return source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), instants.millis(), null);
  }
}
