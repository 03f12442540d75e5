package dev.wayfare.router.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.AccessSettings;
import dev.wayfare.router.config.Allowance;
import dev.wayfare.router.config.ConsumerSettings;
import dev.wayfare.router.config.KeyHash;
import dev.wayfare.router.config.Quota;
import dev.wayfare.router.config.RateLimit;
import dev.wayfare.router.ledger.MemoryStore;
import dev.wayfare.router.ledger.Replica;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GuardTest {
  private final ManualTime time = new ManualTime(Instant.EPOCH);
  private final Access access =
      new Access(
          null, time, time, new Replica("one", new MemoryStore(), "2026-01-01T00:00:00Z").ledger);

  private static AccessSettings settings(int perSecond, String... keys) {
    Allowance allowance = new Allowance(null, new RateLimit(perSecond, 1), Quota.NONE);
    List<KeyHash> hashes = List.of(keys).stream().map(KeyHash::of).toList();
    return new AccessSettings(
        true,
        "x-api-key",
        null,
        allowance,
        List.of(new ConsumerSettings("a", hashes, Set.of(), allowance)));
  }

  private Authentication authenticate(String... keys) {
    return Objects.requireNonNull(access.guard())
        .authenticate(new Credentials(List.of(keys), List.of(), "192.0.2.1"));
  }

  private @Nullable Denial admit(String... keys) {
    return ((Authentication.Known) authenticate(keys)).consumer().admit("f");
  }

  /** By as many keys as it takes for two of them to have hashes that begin alike. */
  @Test
  void aKeyWhoseHashBeginsLikeAnothersIsNotThatOne() {
    Map<String, String> byStart = new HashMap<>();
    String other = null;
    String key = "";
    for (int i = 0; other == null; i++) {
      key = "key " + i;
      other = byStart.put(KeyHash.of(key).start(), key);
    }
    access.use(settings(1, key));
    assertThat(authenticate(key)).isInstanceOf(Authentication.Known.class);
    assertThat(authenticate(other)).isInstanceOf(Authentication.Denied.class);
    access.use(settings(1, key, other));
    assertThat(authenticate(other)).isInstanceOf(Authentication.Known.class);
  }

  @Test
  void whoHasUsedUpItsRateHasStillWhenTheFileIsReadAgain() {
    access.use(settings(1, "k"));
    assertThat(admit("k")).isNull();
    assertThat(admit()).isNull();
    access.use(settings(1, "k", "another"));
    assertThat(admit("k")).isNotNull();
    assertThat(admit("another")).isNotNull();
    assertThat(admit()).isNotNull();
    access.use(settings(2, "k"));
    assertThat(admit("k")).isNull();
    assertThat(admit()).isNull();
  }

  @Test
  void nobodyIsGuardedWhereTheFileSaysNothing() {
    access.use(settings(1, "k"));
    access.use(null);
    assertThat(access.guard()).isNull();
    assertThat(access.consumers()).isEmpty();
  }

  @Test
  void aNameIsShownOnOneLineAndNotTooLong() {
    assertThat(Guard.shown("a\r\nb\u2028\u001b[1m\u00e9 c")).isEqualTo("a??b??[1m? c");
    assertThat(Guard.shown("x".repeat(500))).hasSize(128);
  }

  @Test
  void noTextOfCredentialsHasThem() {
    assertThat(new Credentials(List.of("secret"), List.of("Bearer secret"), "192.0.2.1").toString())
        .doesNotContain("secret");
  }
}
