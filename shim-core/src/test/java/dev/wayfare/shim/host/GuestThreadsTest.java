package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Limits;
import dev.wayfare.shim.host.GuestThreads.Outcome;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class GuestThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aTaskRunsOnAPlatformThreadAndItsValueComesBack() throws Exception {
    try (Running threads = threads(LONG, 1, 0)) {
      assertThat(call(threads, () -> Thread.currentThread().isVirtual()))
          .isEqualTo(new Outcome.Done<>(false));
    }
  }

  @Test
  void pastTheDeadlineTheCallerGoesOn() throws Exception {
    try (Running threads = threads(Duration.ofMillis(20), 1, 1)) {
      assertThat(call(threads, () -> new CountDownLatch(1).await(60, TimeUnit.SECONDS)))
          .isEqualTo(new Outcome.DeadlinePassed<>());
    }
  }

  @Test
  void aCallerThatGivesUpInterruptsItsTaskAndTheThreadIsCleanForTheNext() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (Running threads = threads(LONG, 1, 1)) {
      var caller =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(
                              () ->
                                  call(
                                      threads,
                                      () -> {
                                        running.countDown();
                                        return spinUntilInterrupted(interrupted);
                                      }))
                          .isInstanceOf(InterruptedException.class));
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      caller.join();
      assertThat(call(threads, () -> Thread.currentThread().isInterrupted()))
          .isEqualTo(new Outcome.Done<>(false));
    }
  }

  @Test
  void aTaskThatSpinsIsInterruptedAtItsDeadlineAndTheThreadIsCleanForTheNext() throws Exception {
    var interrupted = new CountDownLatch(1);
    try (Running threads = threads(Duration.ofMillis(20), 1, 1)) {
      assertThat(call(threads, () -> spinUntilInterrupted(interrupted)))
          .isIn(new Outcome.DeadlinePassed<>(), new Outcome.Done<>(true));
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(
              threads.threads.call(
                  () -> Thread.currentThread().isInterrupted(),
                  () -> {},
                  System.nanoTime() + LONG.toNanos()))
          .isEqualTo(new Outcome.Done<>(false));
    }
  }

  @Test
  void whatComesAfterwardsRunsOnTheSameThreadOnceTheCallerHasItsOutcome() throws Exception {
    var worker = new AtomicReference<Thread>();
    var released = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var sameThread = new AtomicBoolean();
    try (Running threads = threads(LONG, 1, 1)) {
      Outcome<String> outcome =
          threads.threads.call(
              () -> {
                worker.set(Thread.currentThread());
                return "answer";
              },
              () -> {
                sameThread.set(Thread.currentThread() == worker.get());
                awaitUninterrupted(released);
                ended.countDown();
              },
              threads.deadline());
      assertThat(outcome).isEqualTo(new Outcome.Done<>("answer"));
      assertThat(ended.getCount()).as("still to come").isEqualTo(1);
      released.countDown();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(sameThread).isTrue();
    }
  }

  @Test
  void aTaskInTheBackgroundHasADeadlineTooAndTheNextStartsClean() throws Exception {
    var interrupted = new CountDownLatch(1);
    var nextIsClean = new CompletableFuture<Boolean>();
    try (Running threads = threads(Duration.ofMillis(20), 1, 1)) {
      threads.threads.inBackground(() -> spinUntilInterrupted(interrupted));
      threads.threads.inBackground(
          () -> nextIsClean.complete(!Thread.currentThread().isInterrupted()));
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(nextIsClean.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void pastTheQueueACallIsRejectedAtOnce() throws Exception {
    var running = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (Running threads = threads(LONG, 1, 0)) {
      var occupant =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      call(
                          threads,
                          () -> {
                            running.countDown();
                            return release.await(60, TimeUnit.SECONDS);
                          });
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(call(threads, () -> "never")).isEqualTo(new Outcome.Rejected<>());
      release.countDown();
      occupant.join();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean spinUntilInterrupted(CountDownLatch interrupted) {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    interrupted.countDown();
    return true;
  }

  private static <T> Outcome<T> call(Running running, Callable<T> task) throws Exception {
    return running.threads.call(task, () -> {}, running.deadline());
  }

  /** Threads, and when what begins now must end. */
  private record Running(GuestThreads threads, Duration time) implements AutoCloseable {
    long deadline() {
      return System.nanoTime() + time.toNanos();
    }

    @Override
    public void close() {
      threads.close();
    }
  }

  private static Running threads(Duration deadline, int guests, int queued) {
    var limits =
        Limits.builder()
            .startDeadline(deadline)
            .stackBytes(1 << 20)
            .concurrentGuests(guests)
            .queuedInvocations(queued)
            .build();
    return new Running(new GuestThreads(limits, System::nanoTime), deadline);
  }
}
