package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HangUpTest {
  private static final int PATIENCE_SECONDS = 30;

  /** Unhandled, the signal would end this process and with it the tests. */
  @Test
  void theActionRunsWheneverTheSignalComes() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    CountDownLatch once = new CountDownLatch(1);
    HangUp.on(
        () -> {
          twice.countDown();
          once.countDown();
        });
    hangUp();
    assertThat(once.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    hangUp();
    assertThat(twice.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private static void hangUp() throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("sh", "-c", "kill -HUP " + pid).start().waitFor()).isZero();
  }
}
