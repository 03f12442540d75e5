package dev.wayfare.router.access;

import dev.wayfare.router.config.AccessSettings;
import dev.wayfare.router.config.ConsumerSettings;
import dev.wayfare.router.config.KeyHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells by credentials whom a request is from.
 *
 * <p>Whoever guesses keys pays for a request, and the router for one SHA-256 of a bounded text and
 * a look into a map: nothing grows and nothing is logged with a guess but a counter.
 */
public final class Guard {
  /** Far above any key: what is longer is not even hashed. */
  private static final int LONGEST_KEY = 512;

  private static final String CHALLENGE = "Key realm=\"wayfare\"";

  private final AccessSettings settings;
  private final Map<KeyHash, Keyed> byKey = new HashMap<>();
  private final Consumer anonymous;

  private record Keyed(KeyHash hash, Consumer consumer) {}

  Guard(AccessSettings settings) {
    this.settings = settings;
    this.anonymous = new Consumer(null, settings.allowance());
    for (ConsumerSettings each : settings.consumers()) {
      Consumer consumer = new Consumer(each.name(), each.allowance());
      each.keys().forEach(hash -> byKey.put(hash, new Keyed(hash, consumer)));
    }
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
        ? new Authentication.Known(anonymous)
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

  private static Authentication denied(Denial.Cause cause, String sentence) {
    return new Authentication.Denied(new Denial(cause, sentence, CHALLENGE));
  }
}
