package dev.wayfare.packager.hostile;

import static dev.wayfare.packager.hostile.HostileGuest.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made, kept, thrown away, and left at the end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PoolTest {
  private QuietLog log;

  @BeforeEach
  void quieten() {
    log = QuietLog.keeping();
  }

  @AfterEach
  void end() throws InterruptedException {
    log.close();
    HostThreads.awaitNone();
  }

  @Test
  void aHostBeginsWithOneGuestReady() {
    try (FunctionHost host = HostileGuest.HANDLER.host(HostileGuest.limits().concurrentGuests(3))) {
      assertThat(host.figures().readyGuests()).isEqualTo(1);
      assertThat(host.figures().leasedGuests()).isZero();
      assertThat(host.figures().madeGuests()).isEqualTo(1);
      assertThat(host.figures().discardedGuests()).isZero();
      assertThat(host.figures().invocations()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"t", "d", "b", "l", "p", "x"})
  void aGuestThatDidNotEndWellIsThrownAway(char kind) {
    var limits = HostileGuest.limits().deadline(Duration.ofMillis(300));
    try (FunctionHost host = HostileGuest.HANDLER.host(limits)) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(host, "/" + kind + "/1").status()).isGreaterThanOrEqualTo(500);
      }
      // On the one guest thread, this comes after all that was done about those before.
      assertThat(get(host, "/e/0").status()).isEqualTo(200);
      assertThat(host.figures().discardedGuests()).isGreaterThanOrEqualTo(3);
      assertThat(host.figures().madeGuests()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void neverAreMoreGuestsKeptThanMayRunAtOnce() {
    var limits = HostileGuest.limits().concurrentGuests(3).queuedInvocations(1000);
    try (FunctionHost host = HostileGuest.HANDLER.host(limits)) {
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 500; i++) {
          String path = (i % 5 == 0 ? "/t/" : "/e/") + i;
          callers.execute(
              () -> {
                get(host, path);
                assertThat(host.figures().readyGuests()).isBetween(0, 3);
                assertThat(host.figures().leasedGuests()).isBetween(0, 3);
              });
        }
      }
      assertThat(host.figures().discardedGuests()).isGreaterThanOrEqualTo(97);
      assertThat(host.figures().madeGuests() - host.figures().discardedGuests())
          .isLessThanOrEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedHostAnswersThatItIsAndKeepsNoGuest(HostileGuest guest) {
    FunctionHost host = guest.host(HostileGuest.limits());
    assertThat(get(host, "/e/0").status()).isEqualTo(200);
    host.close();
    InvocationResult result = get(host, "/e/0");
    assertThat(result.status()).isEqualTo(503);
    assertThat(log.lines()).last().asString().contains("the host is shutting down");
    assertThat(host.figures().readyGuests()).isZero();
    assertThat(host.figures().leasedGuests()).isZero();
    host.close();
  }

  @Test
  void whatRunsWhenTheHostIsClosedIsAnswered() throws Exception {
    var limits = HostileGuest.limits().concurrentGuests(2).queuedInvocations(1000);
    FunctionHost host = HostileGuest.HANDLER.host(limits);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<InvocationResult>>();
      for (int i = 0; i < 500; i++) {
        String path = "/e/" + i;
        results.add(callers.submit(() -> get(host, path)));
      }
      host.close();
      for (Future<InvocationResult> result : results) {
        assertThat(result.get().status()).isIn(200, 503);
      }
    }
    assertThat(host.figures().readyGuests()).isZero();
    assertThat(host.figures().leasedGuests()).isZero();
  }

  /** Closing waits a few seconds for guests, then ends them, long before the deadline. */
  @Test
  void endlessGuestsDoNotOutliveTheHostNorDoTheirCallersAndThoseThatWait() throws Exception {
    var limits = HostileGuest.limits().deadline(Duration.ofMinutes(10)).queuedInvocations(10);
    FunctionHost host = HostileGuest.HANDLER.host(limits);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<InvocationResult>>();
      for (int i = 0; i < 3; i++) {
        results.add(callers.submit(() -> get(host, "/l/0")));
      }
      while (host.figures().leasedGuests() + host.figures().waitingInvocations() < 3) {
        Thread.onSpinWait();
      }
      host.close();
      for (Future<InvocationResult> result : results) {
        assertThat(result.get().status()).as("%s", log.lines()).isIn(503, 504);
      }
    }
    HostThreads.awaitNone();
    assertThat(host.figures().leasedGuests()).isZero();
    assertThat(host.figures().readyGuests()).isZero();
  }
}
