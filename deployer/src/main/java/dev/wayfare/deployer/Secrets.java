package dev.wayfare.deployer;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of a function's environment, which no message repeats even where a provider's does. */
public final class Secrets {
  /** There are none. */
  public static final Secrets NONE = new Secrets(List.of());

  /** What is shorter is a word of any sentence, and no secret. */
  private static final int LEAST_LENGTH = 4;

  private final List<String> values;

  public Secrets(Collection<String> values) {
    this.values = values.stream().filter(value -> value.length() >= LEAST_LENGTH).toList();
  }

  /** {@code text} with stars in their place. */
  public String redacted(String text) {
    String told = text;
    for (String value : values) {
      told = told.replace(value, "***");
    }
    return told;
  }

  /** {@code thrown}, or null where it or one of its causes quotes one: such must not be kept. */
  public @Nullable Throwable unlessQuoting(@Nullable Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      String text = at.toString();
      if (values.stream().anyMatch(text::contains)) {
        return null;
      }
    }
    return thrown;
  }
}
