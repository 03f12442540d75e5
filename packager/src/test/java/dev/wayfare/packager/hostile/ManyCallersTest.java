package dev.wayfare.packager.hostile;

import static dev.wayfare.packager.hostile.HostileGuest.get;
import static dev.wayfare.packager.hostile.HostileGuest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import dev.wayfare.shim.host.HostFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More callers than guests. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ManyCallersTest {
  private static final int CALLERS = 20_000;

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

  @ParameterizedTest
  @EnumSource
  void twentyThousandCallersAtOnceEachGetTheirOwnAnswer(HostileGuest guest) {
    var wrong = new ConcurrentLinkedQueue<String>();
    var limits =
        HostileGuest.limits()
            .deadline(Duration.ofMinutes(4))
            .queuedInvocations(CALLERS)
            .concurrentGuests(4);
    try (FunctionHost host = guest.host(limits)) {
      var start = new CountDownLatch(1);
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CALLERS; i++) {
          String expected = String.format(Locale.ROOT, "%016x ", i);
          String path = "/e/" + i;
          callers.execute(
              () -> {
                await(start);
                InvocationResult result = get(host, path);
                if (!text(result).equals(expected)) {
                  wrong.add(path + ": " + result.status() + " " + text(result));
                }
              });
        }
        start.countDown();
      }
      assertThat(wrong).isEmpty();
      HostFigures figures = host.figures();
      assertThat(figures.invocations()).isEqualTo(CALLERS);
      assertThat(figures.rejectedInvocations()).isZero();
      assertThat(figures.waitingInvocations()).isZero();
      assertThat(figures.longestWaitNanos()).isPositive();
      assertThat(figures.waitedNanos()).isGreaterThanOrEqualTo(figures.longestWaitNanos());
      assertThat(figures.readyGuests()).isBetween(0, 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void callersBehindEndlessGuestsAreAnsweredByTheirDeadline(HostileGuest guest) throws Exception {
    var limits =
        HostileGuest.limits()
            .deadline(Duration.ofMillis(500))
            .queuedInvocations(64)
            .concurrentGuests(2);
    try (FunctionHost host = guest.host(limits);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<InvocationResult>>();
      for (int i = 0; i < 32; i++) {
        String path = i < 2 ? "/l/0" : "/e/" + i;
        results.add(callers.submit(() -> get(host, path)));
      }
      for (Future<InvocationResult> result : results) {
        assertThat(result.get().status()).isIn(200, 504);
      }
      // The two threads are nobody's any more: no interrupt of theirs is left, nothing queues.
      for (int i = 0; i < 50; i++) {
        assertThat(get(host, "/e/" + i).status()).as("%s", log.lines()).isEqualTo(200);
      }
      assertThat(host.figures().waitingInvocations()).isZero();
      // A guest is put back after its answer, so the last ones may be on their way.
      while (host.figures().leasedGuests() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void callersBeyondTheQueueAreTurnedAway() throws Exception {
    var limits =
        HostileGuest.limits()
            .deadline(Duration.ofMillis(700))
            .queuedInvocations(3)
            .concurrentGuests(1);
    try (FunctionHost host = HostileGuest.HANDLER.host(limits);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<InvocationResult>> results = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        results.add(callers.submit(() -> get(host, "/l/0")));
      }
      int rejected = 0;
      for (Future<InvocationResult> result : results) {
        rejected += result.get().status() == 503 ? 1 : 0;
      }
      assertThat(rejected).isBetween(1, 9);
      assertThat(host.figures().rejectedInvocations()).isEqualTo(rejected);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("status=503"))
          .hasSize(rejected)
          .allMatch(line -> line.endsWith("all guests are busy and the queue is full\""));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
