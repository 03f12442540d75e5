package dev.wayfare.router.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.wayfare.router.config.JwtSettings;
import dev.wayfare.router.config.KeyHash;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is named by tokens that an issuer signed (RFC 7519, RFC 8725). A token is verified on a
 * virtual thread: that takes a few hundred microseconds, and where its key is not known a look at
 * the issuer. One that was found good is believed again by its hash, until it expires or its key
 * may have been withdrawn.
 */
final class Tokens {
  private static final System.Logger LOG = System.getLogger(Tokens.class.getName());

  /** So many are remembered, and so many verified at once: a bound for whoever makes them up. */
  private static final int MOST_REMEMBERED = 10_000;

  private static final int MOST_AT_ONCE = 256;
  private static final int LONGEST = 8 << 10;
  private static final int LONGEST_NAME = 256;

  /** What clocks of an issuer and a router may differ by. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final JwtSettings settings;
  private final InstantSource instants;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("wayfare-tokens").factory());
  private final IssuerKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Cache<KeyHash, Verified> remembered =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).executor(Runnable::run).build();
  private volatile boolean hadKeys;

  /** What a token says. */
  sealed interface Result {}

  /**
   * It is good.
   *
   * @param name whom it names
   * @param untilMillis how long that is believed, since 1970
   */
  record Verified(String name, long untilMillis) implements Result {}

  /** It is not; {@code sentence} says why, without a word of the token. */
  record Rejected(String sentence) implements Result {}

  /** Nobody can tell now. */
  record Undecided() implements Result {}

  /** Begins to read the issuer's keys. */
  Tokens(JwtSettings settings, InstantSource instants) {
    this.settings = settings;
    this.instants = instants;
    this.keys = IssuerKeys.of(settings, instants, threads);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
            keys));
    processor.setJWTClaimsSetVerifier(new Claims(settings, instants));
    threads.execute(this::readKeys);
  }

  /** The claims that a token must have, by the time of {@code instants}. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource instants;

    Claims(JwtSettings settings, InstantSource instants) {
      super(
          settings.audience(),
          new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
          Set.of("exp", settings.claim()));
      this.instants = instants;
      setMaxClockSkew((int) SKEW.toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(instants.instant());
    }
  }

  private void readKeys() {
    try {
      keys.all();
      hadKeys = true;
    } catch (KeySourceException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the keys of the tokens'' issuer cannot be read from {0}; no token is believed before",
          settings.jwksUrl());
    }
  }

  JwtSettings settings() {
    return settings;
  }

  /**
   * What is known of {@code token} at once; null where it must be {@linkplain #verify verified}.
   */
  @Nullable Result known(String token) {
    if (token.length() > LONGEST) {
      return new Rejected("The token is longer than %d bytes.".formatted(LONGEST));
    }
    Verified verified = remembered.getIfPresent(KeyHash.of(token));
    return verified != null && instants.millis() < verified.untilMillis() ? verified : null;
  }

  /** Verifies {@code token} elsewhere; never fails. */
  CompletableFuture<Result> verify(String token) {
    if (!room.tryAcquire()) {
      return CompletableFuture.completedFuture(new Undecided());
    }
    return CompletableFuture.supplyAsync(() -> result(token), threads)
        .exceptionally(
            cause -> {
              LOG.log(System.Logger.Level.ERROR, "a token broke the router", cause);
              return new Undecided();
            })
        .whenComplete((result, failure) -> room.release());
  }

  private Result result(String token) {
    try {
      JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
      hadKeys = true;
      return named(token, claims);
    } catch (ExpiredJWTException e) {
      return new Rejected("The token has expired.");
    } catch (RateLimitReachedException e) {
      return hadKeys ? rejected() : new Undecided();
    } catch (KeySourceException e) {
      return new Undecided();
    } catch (BadJOSEException | JOSEException | ParseException | IllegalArgumentException e) {
      // What it says may be the sender's own words.
      return rejected();
    }
  }

  private static Rejected rejected() {
    return new Rejected(
        "The token is not valid here: by its signature, algorithm, issuer, audience, time or"
            + " type.");
  }

  private Result named(String token, JWTClaimsSet claims) throws ParseException {
    @Nullable String name = claims.getStringClaim(settings.claim());
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      return new Rejected("The token does not name who calls.");
    }
    long until =
        Math.min(
            claims.getExpirationTime().toInstant().plus(SKEW).toEpochMilli(),
            instants.millis() + settings.cacheDuration().toMillis());
    Verified verified = new Verified(name, until);
    remembered.put(KeyHash.of(token), verified);
    return verified;
  }
}
