package dev.wayfare.cli;

import dev.wayfare.deployer.CloudException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells failures of providers as a sentence with the provider's id of the request. */
final class Failures {
  private Failures() {}

  /** What {@code call} gives, or what {@code otherwise} makes of the sentence. */
  static <T> T told(Supplier<T> call, Function<String, T> otherwise) {
    try {
      return call.get();
    } catch (CloudException e) {
      return otherwise.apply(e.sentence());
    }
  }
}
