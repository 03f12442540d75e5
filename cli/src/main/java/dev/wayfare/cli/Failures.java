package dev.wayfare.cli;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.router.deployed.InvalidStateException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells failures of providers, with the provider's id of the request, and of the state. */
final class Failures {
  private Failures() {}

  /** What {@code call} gives, or what {@code otherwise} makes of the sentence. */
  static <T> T told(Supplier<T> call, Function<String, T> otherwise) {
    try {
      return call.get();
    } catch (CloudException e) {
      return otherwise.apply(e.sentence());
    } catch (InvalidStateException e) {
      return otherwise.apply(String.valueOf(e.getMessage()));
    }
  }
}
