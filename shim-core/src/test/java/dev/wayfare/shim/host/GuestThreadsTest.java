package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Limits;
import dev.wayfare.shim.host.GuestThreads.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GuestThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aTaskRunsOnAPlatformThreadAndItsValueComesBack() throws Exception {
    try (var threads = new GuestThreads(limits(LONG, 1, 0))) {
      assertThat(threads.call(() -> Thread.currentThread().isVirtual()))
          .isEqualTo(new Outcome.Done<>(false));
    }
  }

  @Test
  void pastTheDeadlineTheCallerGoesOn() throws Exception {
    try (var threads = new GuestThreads(limits(Duration.ofMillis(20), 1, 1))) {
      assertThat(threads.call(() -> new CountDownLatch(1).await(60, TimeUnit.SECONDS)))
          .isEqualTo(new Outcome.DeadlinePassed<>());
    }
  }

  @Test
  void aCallerThatGivesUpInterruptsItsTaskAndTheThreadIsCleanForTheNext() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var threads = new GuestThreads(limits(LONG, 1, 1))) {
      var caller =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(
                              () ->
                                  threads.call(
                                      () -> {
                                        running.countDown();
                                        return spinUntilInterrupted(interrupted);
                                      }))
                          .isInstanceOf(InterruptedException.class));
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      caller.join();
      assertThat(threads.call(() -> Thread.currentThread().isInterrupted()))
          .isEqualTo(new Outcome.Done<>(false));
    }
  }

  @Test
  void pastTheQueueACallIsRejectedAtOnce() throws Exception {
    var running = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var threads = new GuestThreads(limits(LONG, 1, 0))) {
      var occupant =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      threads.call(
                          () -> {
                            running.countDown();
                            return release.await(60, TimeUnit.SECONDS);
                          });
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(threads.call(() -> "never")).isEqualTo(new Outcome.Rejected<>());
      release.countDown();
      occupant.join();
    }
  }

  private static boolean spinUntilInterrupted(CountDownLatch interrupted) {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    interrupted.countDown();
    return true;
  }

  private static Limits limits(Duration deadline, int guests, int queued) {
    return new Limits(deadline, 16, 1 << 20, 1 << 20, 1 << 20, 1 << 16, guests, queued);
  }
}
