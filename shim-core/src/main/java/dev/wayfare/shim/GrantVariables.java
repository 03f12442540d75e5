package dev.wayfare.shim;

import dev.wayfare.shim.Grants.Clock;
import dev.wayfare.shim.Grants.Randomness;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@link Grants} from environment variables. */
final class GrantVariables {
  /** What the name of each begins with. */
  static final String PREFIX = "WAYFARE_GRANT_";

  private static final Pattern RESOLUTION = Pattern.compile("([0-9]{1,9})(ns|us|ms|s)");
  private static final String SEED = "seed:";

  private final Map<String, String> environment;

  private GrantVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  static Grants read(Map<String, String> environment) {
    var variables = new GrantVariables(environment);
    GrantsBuilder grants = Grants.builder();
    variables.named("WAYFARE_GRANT_ENVIRONMENT", grants::variable);
    variables.named("WAYFARE_GRANT_SECRETS", grants::secret);
    variables.each("WAYFARE_GRANT_ARGUMENTS", " ", grants::argument);
    variables.apply("WAYFARE_GRANT_SCRATCH_BYTES", text -> grants.scratchBytes(number(text)));
    variables.apply("WAYFARE_GRANT_CLOCK", text -> grants.clock(clock(text)));
    variables.apply("WAYFARE_GRANT_RANDOM", text -> grants.randomness(randomness(text)));
    return grants.build();
  }

  /** Every fault is said of the variable it is in. */
  private void apply(String name, Consumer<String> value) {
    String text = environment.get(name);
    if (text == null || text.isBlank()) {
      return;
    }
    try {
      value.accept(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " " + e.getMessage(), e);
    }
  }

  private void each(String name, String separator, Consumer<String> value) {
    apply(
        name,
        text ->
            Stream.of(text.split(separator, -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(value));
  }

  private void named(String list, BiConsumer<String, String> variable) {
    each(list, ",", name -> variable.accept(name, value(name)));
  }

  private String value(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "names " + name + ", which is not set; set " + name + " or take it off the list");
    }
    return value;
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= 1L << 30) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw unusable("a number of bytes from 0 to 1073741824", text, e);
    }
    throw unusable("a number of bytes from 0 to 1073741824", text, null);
  }

  private static Clock clock(String text) {
    if (text.equals("off")) {
      return new Clock.Off();
    }
    Matcher matcher = RESOLUTION.matcher(text);
    if (matcher.matches()) {
      try {
        return new Clock.Every(resolution(Long.parseLong(matcher.group(1)), matcher.group(2)));
      } catch (IllegalArgumentException e) {
        throw unusable("\"off\" or a resolution from 1ns to 3600s, such as \"1ms\"", text, e);
      }
    }
    throw unusable("\"off\" or a resolution from 1ns to 3600s, such as \"1ms\"", text, null);
  }

  private static Duration resolution(long amount, String unit) {
    return switch (unit) {
      case "ns" -> Duration.ofNanos(amount);
      case "us" -> Duration.ofNanos(1000 * amount);
      case "ms" -> Duration.ofMillis(amount);
      default -> Duration.ofSeconds(amount);
    };
  }

  private static Randomness randomness(String text) {
    String wanted = "\"off\", \"secure\" or \"seed:\" and a whole number";
    if (text.equals("off")) {
      return new Randomness.Off();
    }
    if (text.equals("secure")) {
      return new Randomness.Secure();
    }
    if (!text.startsWith(SEED)) {
      throw unusable(wanted, text, null);
    }
    try {
      return new Randomness.Seeded(Long.parseLong(text.substring(SEED.length())));
    } catch (NumberFormatException e) {
      throw unusable(wanted, text, e);
    }
  }

  private static IllegalArgumentException unusable(
      String wanted, String text, @Nullable Throwable cause) {
    return new IllegalArgumentException("must be " + wanted + ", but is \"" + text + "\"", cause);
  }
}
