package dev.wayfare.deployer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A target as its provider knows it.
 *
 * @param target the target's id in the configuration
 * @param function the function's name there
 * @param region as the provider names it
 * @param name what begins the names of all that is made for it: 2 to {@value #MOST_NAME} lower-case
 *     letters, digits and single dashes between them, beginning with a letter
 */
public record Unit(String target, String function, String region, String name) {
  /** Leaves room for a slot's suffix within the 60 characters that Azure allows for an app. */
  public static final int MOST_NAME = 50;

  private static final int MOST_WORDS = 41;
  private static final int DIGEST_DIGITS = 8;
  private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9])+");

  public Unit {
    if (name.length() > MOST_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a provider would not take the name " + name);
    }
  }

  /**
   * The unit for a target, whose name is always the same: {@code prefix-function-target}, and where
   * that is too long or had to be altered, with a part of its digest.
   *
   * @param prefix begins with a lower-case letter
   */
  public static Unit of(String prefix, String function, String target, String region) {
    String wanted = String.join("-", prefix, function, target);
    String allowed =
        wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (allowed.equals(wanted) && allowed.length() <= MOST_NAME) {
      return new Unit(target, function, region, allowed);
    }
    String words =
        allowed.substring(0, Math.min(MOST_WORDS, allowed.length())).replaceAll("-$", "");
    String digest = HexFormat.of().formatHex(Sha256.of(wanted.getBytes(StandardCharsets.UTF_8)));
    return new Unit(target, function, region, words + "-" + digest.substring(0, DIGEST_DIGITS));
  }
}
