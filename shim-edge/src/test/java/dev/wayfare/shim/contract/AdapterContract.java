package dev.wayfare.shim.contract;

import dev.wayfare.packager.archive.Target;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a request meets behind every shim alike; each shim's test extends this. {@code ContractIT}
 * in {@code cli} holds the packages behind their platforms to the same, and the router.
 */
public abstract class AdapterContract {
  /** Whose shim is under test; null where there is none that could have a limit. */
  protected abstract @Nullable Target target();

  /** The shim under test, around {@link ContractGuest}. */
  protected abstract Adapter adapter();

  @TestFactory
  Stream<DynamicTest> aCallerMeetsTheContract() {
    Place place = Place.shim(target(), false);
    return Cases.ofShims().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> Contract.check(each, place, adapter().send(each.request()))));
  }

  @TestFactory
  Stream<DynamicTest> theRouterMeetsTheContract() {
    Place place = Place.shim(target(), true);
    return Cases.ofShims().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () ->
                        Contract.check(
                            each, place, adapter().send(Carried.asRouter(each)).restored())));
  }
}
