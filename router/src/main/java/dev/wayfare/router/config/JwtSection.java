package dev.wayfare.router.config;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code access.jwt}. */
final class JwtSection {
  /**
   * Those with a key of two halves. With a shared key whoever can check a token can make one, and a
   * public key that is taken for a shared one lets anybody (RFC 8725, sections 2.1 and 3.1).
   */
  private static final List<String> ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  private static final Pattern CLAIM = Pattern.compile("[!-~]{1,100}");
  private static final Duration SHORTEST_CACHE = Duration.ofMinutes(2);
  private static final Duration USUAL_CACHE = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration USUAL_OUTAGE = Duration.ofDays(1);

  private JwtSection() {}

  static JwtSettings read(Section section) {
    section.only(
        "issuer", "audience", "jwks-url", "algorithms", "claim", "cache-duration", "outage");
    return new JwtSettings(
        section.required("issuer").text(),
        section.required("audience").text(),
        jwksUrl(section.required("jwks-url")),
        algorithms(section),
        section.scalar("claim").map(it -> it.text(CLAIM, "the name of a claim")).orElse("sub"),
        section.scalar("cache-duration").map(JwtSection::cacheDuration).orElse(USUAL_CACHE),
        section.scalar("outage").map(it -> it.duration(LONGEST)).orElse(USUAL_OUTAGE));
  }

  /** Whoever could change the keys on their way could make tokens. */
  private static URI jwksUrl(Scalar value) {
    URI url = value.endpoint();
    if (!KeyReader.mayBeToldTheKey(url)) {
      throw value.fault(
          "keys that came in clear from %s could be anybody's; use https there".formatted(url));
    }
    return url;
  }

  private static Duration cacheDuration(Scalar value) {
    Duration duration = value.duration(LONGEST);
    if (duration.compareTo(SHORTEST_CACHE) < 0) {
      throw value.wrong("a time of at least %dm".formatted(SHORTEST_CACHE.toMinutes()));
    }
    return duration;
  }

  private static Set<String> algorithms(Section section) {
    if (!section.has("algorithms")) {
      throw section.missing("algorithms");
    }
    Set<String> named = new HashSet<>();
    for (Scalar entry : section.scalars("algorithms")) {
      if (!ALGORITHMS.contains(entry.text())) {
        throw entry.fault(
            "tokens are not believed by %s, but by a key pair; known here: %s"
                .formatted(Quoted.of(entry.text()), String.join(", ", ALGORITHMS)));
      }
      named.add(entry.text());
    }
    if (named.isEmpty()) {
      throw section.faultAt("algorithms", "\"algorithms\" must have at least one entry");
    }
    return named;
  }
}
