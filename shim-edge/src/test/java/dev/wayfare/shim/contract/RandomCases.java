package dev.wayfare.shim.contract;

import dev.wayfare.shim.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Requests and answers that nobody thought of, each from a seed that its name tells. */
final class RandomCases {
  private static final int COUNT = 40;
  private static final int MOST_FIELDS = 12;
  private static final int MOST_BODY_BYTES = 3_000;
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  /** Parts of paths that no place puts straight. */
  private static final List<String> SEGMENTS =
      List.of(
          "a", "B", "%20", "%25", "%C3%A9", "~", "-", "_", ".x", "+", "!", "$", "'", "(", ")", "*",
          ",", ";", ":", "@", "=", "&");

  private static final List<String> QUERY_PARTS =
      List.of(
          "a", "B", "=", "&", "+", "%20", "%2B", "%26", "%3D", "%25", "%FF", "%c3%a9", "/", "?",
          ":", "@", ",", ";", "~", "!", "*");

  private static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "DELETE");

  private final SplittableRandom random;

  private RandomCases(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    for (long seed = 1; seed <= COUNT; seed++) {
      cases.add(new RandomCases(seed).request("a random request arrives, of seed " + seed));
      cases.add(new RandomCases(-seed).answer("a random answer arrives, of seed " + -seed));
    }
    return cases;
  }

  private Case request(String name) {
    String query = some(QUERY_PARTS, 1, 20);
    Case made =
        Case.told(
            name,
            one(METHODS),
            "/r" + some(SEGMENTS, 0, 6) + "/" + some(SEGMENTS, 1, 6) + "?" + query);
    var lastFields = new TreeMap<String, String>();
    for (Header line : fields()) {
      made = made.with(line.name(), line.value());
      lastFields.put(line.name().toLowerCase(Locale.ROOT), line.value());
    }
    made = made.with("content-type", "application/octet-stream").with(bytes());
    return TargetCases.regrouped(made, lastFields);
  }

  private Case answer(String name) {
    List<Header> fields = fields();
    fields.add(new Header("Content-Type", "application/octet-stream"));
    return Case.answered(name, random.nextInt(206, 300), fields, bytes());
  }

  private List<Header> fields() {
    var fields = new ArrayList<Header>();
    for (int i = random.nextInt(MOST_FIELDS); i > 0; i--) {
      fields.add(new Header("X-" + word(random.nextInt(1, 3)), value()));
    }
    return fields;
  }

  private String value() {
    var value = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      value.append((char) random.nextInt(' ', 0x7f));
    }
    return value.toString().strip();
  }

  private String word(int length) {
    var word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(MOST_BODY_BYTES)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String some(List<String> parts, int least, int most) {
    var some = new StringBuilder();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      some.append(one(parts));
    }
    return some.toString();
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
