package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HangUpTest {
  private static final int PATIENCE_SECONDS = 30;

  /**
   * Unhandled, the signal would end this process and with it the tests. A build that was started by
   * {@code nohup} ignores it, and must go on to.
   */
  @Test
  void theActionRunsWheneverTheSignalComesUnlessTheProcessIgnoresIt() throws Exception {
    BlockingQueue<String> runs = new LinkedBlockingQueue<>();
    boolean isHeard = HangUp.on(() -> runs.add("run"));
    for (int i = 0; i < 2; i++) {
      hangUp();
      if (isHeard) {
        assertThat(runs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("run");
      }
    }
    assertThat(runs).isEmpty();
  }

  private static void hangUp() throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("sh", "-c", "kill -HUP " + pid).start().waitFor()).isZero();
  }
}
