package dev.wayfare.router.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code access}. */
final class AccessSection {
  private static final int MOST_CONSUMERS = 1_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Map<String, Boolean> ANONYMOUS = Map.of("refuse", false, "allow", true);

  /** It is taken away before a request is forwarded, so it must have no other meaning. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?!wayfare-|sec-|x-forwarded-|x-request-id$|idempotency-key$)"
              + "(x-[a-z0-9-]{1,62}|api-?key|[a-z0-9-]{1,50}-(key|token))");

  private static final String KEY_RULE =
      "a key's hash is \"sha256:\" and 64 hexadecimal digits in lower case, in a list; a key itself"
          + " does not belong here: wayfare api-key makes one, and its hash";

  private final Section section;
  private final List<String> functions;
  private final Map<KeyHash, String> consumersByKey = new HashMap<>();
  private final Map<String, String> consumersBySubject = new HashMap<>();

  private AccessSection(Section section, List<String> functions) {
    this.section = section;
    this.functions = functions;
  }

  /**
   * @param functions the names of those there are
   */
  static AccessSettings read(Section section, List<String> functions) {
    section.only("anonymous", "api-key", "jwt", "functions", "rate", "quota", "consumers");
    return new AccessSection(section, functions).settings();
  }

  private AccessSettings settings() {
    Allowance shared = allowance(section, Allowance.UNBOUNDED);
    return new AccessSettings(
        section.scalar("anonymous").map(value -> value.choice(ANONYMOUS)).orElse(false),
        section.section("api-key").map(AccessSection::header).orElse(AccessSettings.KEY_HEADER),
        section.section("jwt").map(JwtSection::read).orElse(null),
        shared,
        section.section("consumers").map(named -> consumers(named, shared)).orElse(List.of()));
  }

  private static String header(Section key) {
    return key.only("header")
        .required("header")
        .text(HEADER, "the lower-case name of a field that has no other use, such as x-api-key");
  }

  private List<ConsumerSettings> consumers(Section named, Allowance shared) {
    if (named.keys().size() > MOST_CONSUMERS) {
      throw named.fault("there can be at most %d consumers".formatted(MOST_CONSUMERS));
    }
    List<ConsumerSettings> consumers = new ArrayList<>();
    for (String name : named.keys()) {
      if (!NAME.matcher(name).matches()) {
        throw named.faultAt(
            name, "a consumer's name is lower-case letters, digits and -, not " + Quoted.of(name));
      }
      consumers.add(consumer(name, named.section(name).orElseThrow(), shared));
    }
    return consumers;
  }

  private ConsumerSettings consumer(String name, Section consumer, Allowance shared) {
    consumer.only("key-hashes", "subjects", "functions", "rate", "quota");
    if (consumer.has("key-hashes") && !consumer.isList("key-hashes")) {
      throw consumer.faultAt("key-hashes", KEY_RULE);
    }
    List<KeyHash> keys =
        consumer.scalars("key-hashes").stream().map(entry -> key(name, entry)).toList();
    return new ConsumerSettings(name, keys, subjects(name, consumer), allowance(consumer, shared));
  }

  /** No sentence quotes what is there: it may be a key. */
  private KeyHash key(String consumer, Scalar entry) {
    KeyHash hash =
        entry.matched(KeyHash.TEXT).map(KeyHash::parse).orElseThrow(() -> entry.fault(KEY_RULE));
    String other = consumersByKey.putIfAbsent(hash, consumer);
    if (other != null) {
      throw entry.fault("consumer \"%s\" has this key already".formatted(other));
    }
    return hash;
  }

  private Set<String> subjects(String name, Section consumer) {
    if (consumer.has("subjects") && !section.has("jwt")) {
      throw consumer.faultAt(
          "subjects", "there are no tokens to name one: \"access\" has no \"jwt\"");
    }
    Set<String> subjects = new HashSet<>();
    for (Scalar entry : consumer.scalars("subjects")) {
      String other = consumersBySubject.putIfAbsent(entry.text(), name);
      if (other != null) {
        throw entry.fault("consumer \"%s\" has this subject already".formatted(other));
      }
      subjects.add(entry.text());
    }
    return subjects;
  }

  private Allowance allowance(Section of, Allowance otherwise) {
    return new Allowance(
        functions(of).orElse(otherwise.functions()),
        of.section("rate").map(AccessSection::rate).orElse(otherwise.rate()),
        of.section("quota").map(AccessSection::quota).orElse(otherwise.quota()));
  }

  private static Quota quota(Section section) {
    section.only("requests-per-day", "requests-per-month", "usd-per-day", "usd-per-month");
    if (section.keys().isEmpty()) {
      throw section.missing("requests-per-day");
    }
    return new Quota(
        requests(section, "requests-per-day"),
        requests(section, "requests-per-month"),
        BudgetSection.amountsIn(section));
  }

  private static long requests(Section section, String key) {
    return section
        .scalar(key)
        .map(it -> (long) it.integer(0, Integer.MAX_VALUE))
        .orElse(Long.MAX_VALUE);
  }

  private static RateLimit rate(Section section) {
    section.only("per-second", "burst");
    int perSecond = section.required("per-second").integer(1, RateLimit.MOST);
    return new RateLimit(
        perSecond,
        section.scalar("burst").map(it -> it.integer(1, RateLimit.MOST)).orElse(perSecond));
  }

  private Optional<Set<String>> functions(Section of) {
    if (!of.has("functions")) {
      return Optional.empty();
    }
    Set<String> named = new HashSet<>();
    for (Scalar entry : of.scalars("functions")) {
      if (!functions.contains(entry.text())) {
        throw entry.fault(
            "there is no function "
                + Quoted.of(entry.text())
                + Suggestion.forWord(entry.text(), functions));
      }
      named.add(entry.text());
    }
    if (named.isEmpty()) {
      throw of.faultAt("functions", "\"functions\" must have at least one entry");
    }
    return Optional.of(named);
  }
}
