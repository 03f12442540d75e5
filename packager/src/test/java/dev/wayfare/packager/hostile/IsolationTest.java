package dev.wayfare.packager.hostile;

import static dev.wayfare.packager.hostile.HostileGuest.get;
import static dev.wayfare.packager.hostile.HostileGuest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.Isolation;
import dev.wayfare.shim.host.FunctionHost;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest that changes all it can is followed by one that looks for it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class IsolationTest {
  private static final int ROUNDS = 1000;
  private static final int CALLERS = 4;

  private final long seed = Long.getLong("wayfare.seed", 1);
  private QuietLog log;

  @BeforeEach
  void quieten() {
    log = QuietLog.forgetting();
  }

  @AfterEach
  void end() {
    log.close();
  }

  @ParameterizedTest
  @EnumSource
  void aGuestFindsNothingOfTheOneBefore(HostileGuest guest) {
    var random = new Random(seed);
    try (FunctionHost host = guest.host(HostileGuest.limits())) {
      String untouched = look(host);
      assertThat(host.renewal()).isEqualTo("put back to its snapshot after each request");
      for (int round = 0; round < ROUNDS; round++) {
        change(host, random, "aaaaaaaax");
        assertThat(look(host)).as("seed %d, round %d", seed, round).isEqualTo(untouched);
      }
      assertThat(host.figures().madeGuests())
          .as("guests are put back, not replaced")
          .isLessThan(ROUNDS / 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void norAfterTrapsDeadlinesAndOverflows(HostileGuest guest) {
    var random = new Random(seed);
    try (FunctionHost host =
        guest.host(HostileGuest.limits().deadline(Duration.ofMillis(150)).concurrentGuests(2))) {
      String untouched = lookInTime(host);
      for (int round = 0; round < 200; round++) {
        change(host, random, round % 30 == 0 ? "lf" : "aattmbdix");
        assertThat(lookInTime(host)).as("seed %d, round %d", seed, round).isEqualTo(untouched);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void norWhereSeveralGuestsServeSeveralCallers(HostileGuest guest) throws Exception {
    var wrong = new ConcurrentLinkedQueue<String>();
    try (FunctionHost host = guest.host(HostileGuest.limits().concurrentGuests(3))) {
      String untouched = look(host);
      try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
        for (int caller = 0; caller < CALLERS; caller++) {
          var random = new Random(seed + caller);
          callers.execute(
              () -> {
                for (int round = 0; round < ROUNDS / CALLERS; round++) {
                  change(host, random, "aaaat");
                  String found = text(get(host, "/?/0"));
                  if (!found.equals(untouched)) {
                    wrong.add(found);
                  }
                }
              });
        }
      }
      assertThat(wrong).as("seed %d; untouched is %s", seed, untouched).isEmpty();
    }
  }

  @Test
  void aGuestThatIsKeptFindsWhatTheLastOneDidButNotAfterATrap() {
    HostConfig kept =
        HostConfig.DEFAULT
            .with(HostileGuest.limits().concurrentGuests(1).build())
            .with(Isolation.INSTANCE);
    boolean changes = false;
    for (long number = seed; !changes; number++) {
      try (FunctionHost host = HostileGuest.HANDLER.host(kept)) {
        String first = look(host);
        changes = get(host, "/am/" + number).origin() == Origin.GUEST;
        String second = look(host);
        if (changes) {
          assertThat(field(second, "memory")).isNotEqualTo(field(first, "memory"));
          assertThat(field(second, "answer")).isEqualTo(field(first, "answer"));
        }
        assertThat(get(host, "/t/0").status()).isEqualTo(500);
        assertThat(look(host)).isEqualTo(first);
      }
    }
  }

  private static void change(FunctionHost host, RandomGenerator random, String kinds) {
    char kind = kinds.charAt(random.nextInt(kinds.length()));
    InvocationResult result = get(host, "/" + kind + "m/" + random.nextInt(1 << 30));
    assertThat(result.status()).isBetween(200, 599);
  }

  private static String look(FunctionHost host) {
    InvocationResult result = get(host, "/?/0");
    assertThat(result.origin()).as("status %d", result.status()).isEqualTo(Origin.GUEST);
    return text(result);
  }

  /** The same where the deadline is so short that a busy machine may let it pass. */
  private static String lookInTime(FunctionHost host) {
    InvocationResult result = get(host, "/?/0");
    while (result.origin() == Origin.SHIM) {
      assertThat(result.status()).isEqualTo(504);
      result = get(host, "/?/0");
    }
    return text(result);
  }

  /** The last one: a guest that is kept has its earlier answers before it. */
  private static String field(String found, String name) {
    int at = found.lastIndexOf(name + "=");
    return found.substring(at, found.indexOf(' ', at));
  }
}
