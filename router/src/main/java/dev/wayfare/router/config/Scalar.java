package dev.wayfare.router.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One value of the file, read as what its key needs; else an {@link InvalidConfigException}. */
public final class Scalar {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern ZERO = Pattern.compile("0(ms|s)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,24})?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,6})?)%");
  private static final Map<String, Integer> SIZE_SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

  private final Source source;
  private final ScalarNode node;
  private final String key;

  Scalar(Source source, Node node, String key) {
    this.source = source;
    this.key = key;
    if (!(node instanceof ScalarNode scalar)) {
      throw source.fault(
          node, Quoted.of(key) + " must be a single value, not " + Section.kind(node));
    }
    this.node = scalar;
  }

  /** Text that is not blank. */
  public String text() {
    if (!node.getTag().equals(Tag.STR)) {
      throw wrong("text; put it in quotes");
    }
    if (node.getValue().isBlank()) {
      throw wrong("text");
    }
    return node.getValue();
  }

  /** Text that matches {@code pattern}, which {@code rule} describes. */
  public String text(Pattern pattern, String rule) {
    String text = text();
    if (!pattern.matcher(text).matches()) {
      throw wrong(rule);
    }
    return text;
  }

  /** What is written there where it matches {@code pattern}; no message has the rest. */
  Optional<String> matched(Pattern pattern) {
    return Optional.of(node.getValue()).filter(pattern.asMatchPredicate());
  }

  /** The name of an environment variable. */
  String variable() {
    return text(VARIABLE, "the name of an environment variable");
  }

  /** A whole number of {@code min} to {@code max}. */
  public int integer(int min, int max) {
    String rule = "a whole number from " + min + " to " + max;
    if (!node.getTag().equals(Tag.INT)) {
      throw wrong(rule);
    }
    try {
      int value = Integer.parseInt(node.getValue());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new InvalidConfigException(String.valueOf(wrong(rule).getMessage()), e);
    }
    throw wrong(rule);
  }

  /** True or false. */
  public boolean bool() {
    if (!node.getTag().equals(Tag.BOOL)) {
      throw wrong("true or false");
    }
    return node.getValue().equalsIgnoreCase("true");
  }

  /** A decimal number of at least zero, exact, in quotes or not. */
  public BigDecimal decimal() {
    if (!DECIMAL.matcher(node.getValue()).matches()) {
      throw wrong("a decimal number of at least 0, such as \"0.30\"");
    }
    return new BigDecimal(node.getValue());
  }

  /** A share such as {@code 2.5%}, as the number before the sign, 0 to 100. */
  public BigDecimal percent() {
    Matcher matcher = PERCENT.matcher(node.getValue());
    if (matcher.matches()) {
      BigDecimal percent = new BigDecimal(matcher.group(1));
      if (percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
        return percent;
      }
    }
    throw wrong("a share from 0% to 100%, such as 2%");
  }

  /** The same, or no time at all, such as {@code 0ms}. */
  Duration durationOrZero(Duration max) {
    return ZERO.matcher(node.getValue()).matches() ? Duration.ZERO : duration(max);
  }

  /** A time such as {@code 30s}, from 1 ms to {@code max}. */
  public Duration duration(Duration max) {
    Matcher matcher = DURATION.matcher(node.getValue());
    if (!matcher.matches()) {
      throw wrong("a time with its unit, such as 500ms, 30s or 2m");
    }
    long count = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    if (duration.isZero() || duration.compareTo(max) > 0) {
      String most = max.toMillisPart() == 0 ? max.toSeconds() + "s" : max.toMillis() + "ms";
      throw wrong("a time from 1ms to " + most);
    }
    return duration;
  }

  /** A size in bytes such as {@code 6MiB}, from {@code min} to {@code max}. */
  public long bytes(long min, long max) {
    Matcher matcher = SIZE.matcher(node.getValue());
    if (!matcher.matches()) {
      throw wrong("a size with its unit, such as 64KiB or 512MiB");
    }
    long count = Long.parseLong(matcher.group(1));
    long bytes = count << SIZE_SHIFTS.getOrDefault(matcher.group(2), 0);
    if (bytes < min || bytes > max) {
      throw wrong("a size from " + min + " to " + max + " bytes");
    }
    return bytes;
  }

  /** One of the words that {@code choices} maps to values. */
  public <T> T choice(Map<String, T> choices) {
    T value = choices.get(node.getValue());
    if (value == null) {
      throw source.fault(
          node,
          "%s cannot be %s%s"
              .formatted(
                  Quoted.of(key),
                  Section.kind(node),
                  Suggestion.forWord(node.getValue(), new TreeSet<>(choices.keySet()))));
    }
    return value;
  }

  /** An absolute HTTP address without user, query or fragment. */
  URI endpoint() {
    String rule = "an address such as https://example.com, without user, query or fragment";
    try {
      URI uri = new URI(text());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (http && bare && uri.getHost() != null && uri.getPort() <= 65_535) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new InvalidConfigException(String.valueOf(wrong(rule).getMessage()), e);
    }
    throw wrong(rule);
  }

  /** A fault at this value. */
  public InvalidConfigException fault(String sentence) {
    return source.fault(node, sentence);
  }

  /** A fault at this value: {@code rule} completes "must be". */
  public InvalidConfigException wrong(String rule) {
    return source.fault(node, Quoted.of(key) + " must be " + rule + ", not " + Section.kind(node));
  }
}
