package dev.wayfare.shim.contract;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Invocation;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a request meets behind every shim alike; each shim's test extends this. {@code ContractIT}
 * in {@code cli} holds the packages behind their platforms to the same, and the router.
 */
public abstract class AdapterContract {
  /** Whose shim is under test. */
  protected abstract Target target();

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
                    () -> Contract.check(each, place, adapter().send(asRouter(each)).restored())));
  }

  /** What the router adds to a request for a target that shares a key with it. */
  private static Invocation asRouter(Case each) {
    Invocation request = each.request();
    return request.withHeaders(
        request
            .headers()
            .without(name -> name.startsWith(Invocation.PRIVATE_FIELD_PREFIX))
            .with("wayfare-accept-fields", "?1")
            .with("wayfare-key", ContractGuest.KEY)
            .with("wayfare-target", each.target()));
  }
}
