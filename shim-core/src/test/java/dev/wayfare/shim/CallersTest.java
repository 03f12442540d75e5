package dev.wayfare.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallersTest {
  private static final String KEY = "0123456789abcdef";

  @Test
  void withoutAKeyAnyoneMayCallAndNobodyIsTheRouter() {
    Callers callers = Callers.fromEnvironment(Map.of());
    assertThat(callers.anyone()).isTrue();
    assertThat(callers.isRouter(Headers.EMPTY.with(Callers.KEY_FIELD, ""))).isFalse();
  }

  @Test
  void aKeyKeepsOthersOutUnlessTheyAreToBeServedToo() {
    assertThat(Callers.fromEnvironment(Map.of("WAYFARE_ROUTER_KEY", KEY)).anyone()).isFalse();
    assertThat(
            Callers.fromEnvironment(Map.of("WAYFARE_ROUTER_KEY", KEY, "WAYFARE_CALLERS", "any"))
                .anyone())
        .isTrue();
  }

  @Test
  void theRouterIsWhoeverSendsTheKey() {
    Callers callers = Callers.fromEnvironment(Map.of("WAYFARE_ROUTER_KEY", KEY));
    assertThat(callers.isRouter(Headers.EMPTY.with("Wayfare-Key", KEY))).isTrue();
    assertThat(callers.isRouter(Headers.EMPTY.with("Wayfare-Key", KEY + "0"))).isFalse();
    assertThat(callers.isRouter(Headers.EMPTY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789abcde ", "0123456789abcdé0"})
  void aKeyThatCouldBeGuessedOrNotBeSentIsRefusedWithoutBeingTold(String key) {
    assertThatThrownBy(() -> Callers.fromEnvironment(Map.of("WAYFARE_ROUTER_KEY", key)))
        .hasMessage(
            "the environment variable WAYFARE_ROUTER_KEY must be at least 16 visible ASCII"
                + " characters");
  }

  @Test
  void callersThatAreNoneAreRefused() {
    assertThatThrownBy(() -> Callers.fromEnvironment(Map.of("WAYFARE_CALLERS", "some")))
        .hasMessageContaining("WAYFARE_CALLERS must be \"any\" or \"router\", but is \"some\"");
    assertThatThrownBy(() -> Callers.fromEnvironment(Map.of("WAYFARE_CALLERS", "router")))
        .hasMessageContaining("WAYFARE_CALLERS is \"router\", so set WAYFARE_ROUTER_KEY too");
  }

  @Test
  void aKeyIsNotInItsText() {
    assertThat(Callers.fromEnvironment(Map.of("WAYFARE_ROUTER_KEY", KEY)))
        .hasToString("Callers[key=***, anyone=false]");
  }
}
