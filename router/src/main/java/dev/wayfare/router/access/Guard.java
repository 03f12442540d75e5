package dev.wayfare.router.access;

import dev.wayfare.router.config.AccessSettings;
import dev.wayfare.router.config.Allowance;
import dev.wayfare.router.config.ConsumerSettings;
import dev.wayfare.router.config.JwtSettings;
import dev.wayfare.router.config.KeyHash;
import dev.wayfare.router.config.RateLimit;
import dev.wayfare.router.ledger.ConsumptionView;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells by credentials whom a request is from.
 *
 * <p>Whoever guesses keys pays for a request, and the router for one SHA-256 of a bounded text and
 * a look into a map: nothing grows and nothing is logged with a guess but a counter.
 */
public final class Guard {
  /** Far above any key: what is longer is not even hashed. */
  private static final int LONGEST_KEY = 512;

  /** By IPv6 somebody has at least this many addresses to choose from (RFC 6177). */
  private static final int NETWORK_BYTES = 8;

  private static final int LONGEST_SHOWN_NAME = 128;
  private static final Pattern UNSHOWN = Pattern.compile("[^ -~]");

  /** No consumer of the file can have these names. */
  private static final String ANONYMOUS = "(anonymous)";

  private static final String OTHERS = "(others)";

  private static final String KEY = "Key realm=\"wayfare\"";
  private static final String BEARER = "Bearer realm=\"wayfare\"";

  private final AccessSettings settings;
  private final Map<String, Consumer> byName = new HashMap<>();

  /** By the start of the hash: which of those it is takes a comparison in constant time. */
  private final Map<String, List<Keyed>> byKey = new HashMap<>();

  private final Map<String, Consumer> bySubject = new HashMap<>();
  private final Meter anonymous;
  private final Meter others;
  private final @Nullable TokenBuckets addressBuckets;
  private final @Nullable TokenBuckets subjectBuckets;
  private final @Nullable Tokens tokens;

  private record Keyed(KeyHash hash, Consumer consumer) {}

  /**
   * @param before whose place this takes: who was known there has as much of its rate left, and its
   *     tokens need not be verified again
   */
  Guard(
      AccessSettings settings,
      LongSupplier nanoTicker,
      InstantSource instants,
      ConsumptionView view,
      @Nullable Guard before) {
    this.settings = settings;
    this.anonymous = new Meter(ANONYMOUS, settings.allowance().quota(), view, instants);
    this.others = new Meter(OTHERS, settings.allowance().quota(), view, instants);
    this.addressBuckets =
        buckets(settings, nanoTicker, before == null ? null : before.addressBuckets);
    this.subjectBuckets =
        buckets(settings, nanoTicker, before == null ? null : before.subjectBuckets);
    this.tokens = tokens(settings.jwt(), instants, before == null ? null : before.tokens);
    for (ConsumerSettings each : settings.consumers()) {
      Consumer former = before == null ? null : before.byName.get(each.name());
      Consumer consumer =
          new Consumer(
              each.name(),
              each.allowance(),
              bucket(each.allowance(), nanoTicker, former),
              new Meter(each.name(), each.allowance().quota(), view, instants));
      byName.put(each.name(), consumer);
      for (KeyHash hash : each.keys()) {
        byKey
            .computeIfAbsent(hash.start(), start -> new ArrayList<>())
            .add(new Keyed(hash, consumer));
      }
      each.subjects().forEach(subject -> bySubject.put(subject, consumer));
    }
  }

  private static @Nullable TokenBuckets buckets(
      AccessSettings settings, LongSupplier nanoTicker, @Nullable TokenBuckets former) {
    RateLimit rate = settings.allowance().rate();
    if (rate == null) {
      return null;
    }
    return former != null && former.limit().equals(rate)
        ? former
        : new TokenBuckets(rate, nanoTicker);
  }

  private static @Nullable Tokens tokens(
      @Nullable JwtSettings jwt, InstantSource instants, @Nullable Tokens former) {
    if (jwt == null) {
      return null;
    }
    return former != null && former.settings().equals(jwt) ? former : new Tokens(jwt, instants);
  }

  private static @Nullable TokenBucket bucket(
      Allowance allowance, LongSupplier nanoTicker, @Nullable Consumer former) {
    if (allowance.rate() == null) {
      return null;
    }
    return former != null && allowance.rate().equals(former.allowance().rate())
        ? former.bucket()
        : new TokenBucket(allowance.rate(), nanoTicker);
  }

  /** The names in the ledger of all who may call. */
  Set<String> consumers() {
    Set<String> names = new HashSet<>(byName.keySet());
    if (settings.anonymous()) {
      names.add(ANONYMOUS);
    }
    if (tokens != null) {
      names.add(OTHERS);
    }
    return names;
  }

  /** The field that has the API key, in lower case: no target gets it. */
  public String keyHeader() {
    return settings.keyHeader();
  }

  /**
   * Whom a request is from that shows {@code shown}: by its key, else by its token. A wrong
   * credential is worse than none.
   */
  public Authentication authenticate(Credentials shown) {
    if (!shown.keys().isEmpty()) {
      return byKey(shown.keys());
    }
    if (tokens != null && shown.hasToken()) {
      return shown
          .token()
          .map(token -> byToken(tokens, token))
          .orElseGet(() -> badToken("There is more than one Authorization."));
    }
    return settings.anonymous()
        ? new Authentication.Known(anonymous(shown.address()))
        : denied(
            Denial.Cause.NO_CREDENTIAL,
            "This request needs a credential: an API key in the field %s%s."
                .formatted(settings.keyHeader(), tokens == null ? "" : ", or a bearer token"),
            tokens == null ? KEY : BEARER + ", " + KEY);
  }

  private Authentication byToken(Tokens by, String token) {
    Tokens.Result known = by.known(token);
    return known == null
        ? new Authentication.Pending(by.verify(token).thenApply(this::byResult))
        : byResult(known);
  }

  private Authentication byResult(Tokens.Result result) {
    return switch (result) {
      case Tokens.Verified(var name, var until) -> new Authentication.Known(subject(name));
      case Tokens.Rejected(var sentence) -> badToken(sentence);
      case Tokens.Undecided() -> new Authentication.Denied(Denial.unverified());
    };
  }

  private Consumer subject(String name) {
    Consumer named = bySubject.get(name);
    return named != null
        ? named
        : new Consumer(
            shown(name),
            settings.allowance(),
            subjectBuckets == null ? null : subjectBuckets.of(name),
            others);
  }

  /** A name that an issuer chose, or whoever calls: on one line, and not too long. */
  static String shown(String name) {
    String cut = name.substring(0, Math.min(name.length(), LONGEST_SHOWN_NAME));
    return UNSHOWN.matcher(cut).replaceAll("?");
  }

  private Authentication byKey(List<String> keys) {
    String key = keys.getFirst();
    if (keys.size() == 1 && key.length() <= LONGEST_KEY) {
      KeyHash hash = KeyHash.of(key);
      for (Keyed each : byKey.getOrDefault(hash.start(), List.of())) {
        if (each.hash().isSame(hash)) {
          return new Authentication.Known(each.consumer());
        }
      }
    }
    return denied(Denial.Cause.BAD_CREDENTIAL, "The API key is not known here.", KEY);
  }

  private Consumer anonymous(@Nullable String address) {
    return new Consumer(
        null,
        settings.allowance(),
        addressBuckets == null ? null : addressBuckets.of(network(address)),
        anonymous);
  }

  /** An address, of IPv6 the network that it is in. */
  static String network(@Nullable String address) {
    if (address == null || address.indexOf(':') < 0) {
      return String.valueOf(address);
    }
    String bare = address.replaceFirst("%.*", "");
    byte[] bytes = InetAddress.ofLiteral(bare).getAddress();
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
  }

  /** As RFC 6750, section 3.1, has it. */
  private static Authentication badToken(String sentence) {
    return denied(
        Denial.Cause.BAD_CREDENTIAL,
        sentence,
        BEARER + ", error=\"invalid_token\", error_description=\"" + sentence + "\"");
  }

  private static Authentication denied(Denial.Cause cause, String sentence, String challenge) {
    return new Authentication.Denied(Denial.challenging(cause, sentence, challenge));
  }
}
