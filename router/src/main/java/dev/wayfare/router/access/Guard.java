package dev.wayfare.router.access;

import dev.wayfare.router.config.AccessSettings;
import dev.wayfare.router.config.Allowance;
import dev.wayfare.router.config.ConsumerSettings;
import dev.wayfare.router.config.KeyHash;
import dev.wayfare.router.config.RateLimit;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
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

  private static final String CHALLENGE = "Key realm=\"wayfare\"";

  private final AccessSettings settings;
  private final Map<String, Consumer> byName = new HashMap<>();
  private final Map<KeyHash, Keyed> byKey = new HashMap<>();
  private final @Nullable TokenBuckets byAddress;

  private record Keyed(KeyHash hash, Consumer consumer) {}

  /**
   * @param before whose place this takes: who was known there has as much of its rate left
   */
  Guard(AccessSettings settings, LongSupplier nanoTicker, @Nullable Guard before) {
    this.settings = settings;
    this.byAddress = buckets(settings, nanoTicker, before);
    for (ConsumerSettings each : settings.consumers()) {
      Consumer former = before == null ? null : before.byName.get(each.name());
      Consumer consumer =
          new Consumer(each.name(), each.allowance(), bucket(each.allowance(), nanoTicker, former));
      byName.put(each.name(), consumer);
      each.keys().forEach(hash -> byKey.put(hash, new Keyed(hash, consumer)));
    }
  }

  private static @Nullable TokenBuckets buckets(
      AccessSettings settings, LongSupplier nanoTicker, @Nullable Guard before) {
    RateLimit rate = settings.allowance().rate();
    if (rate == null) {
      return null;
    }
    TokenBuckets former = before == null ? null : before.byAddress;
    return former != null && former.limit().equals(rate)
        ? former
        : new TokenBuckets(rate, nanoTicker);
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

  /** The field that has the API key, in lower case: no target gets it. */
  public String keyHeader() {
    return settings.keyHeader();
  }

  /** Whom a request is from that shows {@code shown}: a wrong credential is worse than none. */
  public Authentication authenticate(Credentials shown) {
    if (!shown.keys().isEmpty()) {
      return byKey(shown.keys());
    }
    return settings.anonymous()
        ? new Authentication.Known(anonymous(shown.address()))
        : denied(
            Denial.Cause.NO_CREDENTIAL,
            "This request needs a credential: an API key in the field %s."
                .formatted(settings.keyHeader()));
  }

  private Authentication byKey(List<String> keys) {
    String key = keys.getFirst();
    if (keys.size() == 1 && key.length() <= LONGEST_KEY) {
      KeyHash hash = KeyHash.of(key);
      Keyed found = byKey.get(hash);
      if (found != null && found.hash().isSame(hash)) {
        return new Authentication.Known(found.consumer());
      }
    }
    return denied(Denial.Cause.BAD_CREDENTIAL, "The API key is not known here.");
  }

  private Consumer anonymous(@Nullable String address) {
    return new Consumer(
        null, settings.allowance(), byAddress == null ? null : byAddress.of(network(address)));
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

  private static Authentication denied(Denial.Cause cause, String sentence) {
    return new Authentication.Denied(Denial.challenging(cause, sentence, CHALLENGE));
  }
}
