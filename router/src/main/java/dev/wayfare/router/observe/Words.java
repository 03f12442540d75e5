package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Decision;
import java.util.Arrays;
import java.util.Locale;

/** Constants as they are written in JSON: {@code ON_TRIAL} is {@code on-trial}. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why {@code decision} was made so. */
  static String ofReason(Decision decision) {
    return switch (decision) {
      case Decision.Routed routed -> of(routed.reason());
      case Decision.Shed shed -> shed.isBarred() ? "shed-barred" : "shed-failing";
    };
  }

  /**
   * The one of {@code constants} that {@code word} is of.
   *
   * @throws IllegalArgumentException where there is none
   */
  static <E extends Enum<E>> E constant(E[] constants, String word) {
    return Arrays.stream(constants)
        .filter(it -> of(it).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("it has the unknown word '" + word + "'"));
  }
}
