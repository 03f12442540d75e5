package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WatchTest {
  private static final Duration OFTEN = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLookThatFailsIsFollowedByOthers() {
    CountDownLatch looks = new CountDownLatch(3);
    try (Watch watch = new Watch(LONG)) {
      watch.look(
          OFTEN,
          OFTEN,
          () -> {
            looks.countDown();
            throw new IllegalStateException("on purpose");
          });
      await(looks);
    }
  }

  @Test
  void oneThatWaitsHoldsUpNoOther() {
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch looks = new CountDownLatch(3);
    try (Watch watch = new Watch(LONG)) {
      watch.look(OFTEN, OFTEN, () -> await(ended));
      watch.look(OFTEN, OFTEN, looks::countDown);
      await(looks);
      ended.countDown();
    }
  }

  @Test
  void theEndLetsALookEndAndBeginsNoMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    Watch watch = new Watch(LONG);
    watch.look(
        OFTEN,
        OFTEN,
        () -> {
          begun.countDown();
          await(closing);
          ended.incrementAndGet();
        });
    await(begun);
    Thread closer = Thread.ofPlatform().start(watch::close);
    Await.until(
        "the end waits",
        () -> EnumSet.of(State.TIMED_WAITING, State.TERMINATED).contains(closer.getState()));
    closing.countDown();
    closer.join();
    assertThat(ended).hasValue(1);
    watch.look(OFTEN, OFTEN, ended::incrementAndGet); // A router may be told to end as it starts.
    assertThat(ended).hasValue(1);
  }

  @Test
  void theEndInterruptsALookThatWouldHoldItUp() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean hasWaited = new AtomicBoolean();
    try (Watch watch = new Watch(OFTEN)) {
      watch.look(
          OFTEN,
          OFTEN,
          () -> {
            begun.countDown();
            try {
              Thread.sleep(Duration.ofMinutes(1));
              hasWaited.set(true);
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          });
      await(begun);
    }
    await(interrupted);
    assertThat(hasWaited).isFalse();
  }
}
