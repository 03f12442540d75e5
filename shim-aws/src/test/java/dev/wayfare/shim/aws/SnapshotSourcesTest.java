package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotSourcesTest {
  @Test
  void whatIsDrawnAfterARestoreComesFromAnotherGenerator() {
    Deque<SecureRandom> generators = new ArrayDeque<>(List.of(fixed(1), fixed(2)));
    var sources = new SnapshotSources(generators::pop, System::nanoTime);
    assertThat(sources.nextLong()).isEqualTo(1);
    sources.pause();
    assertThat(sources.nextLong()).isEqualTo(1);
    sources.resume();
    assertThat(sources.nextLong()).isEqualTo(2);
  }

  @Test
  void timeDoesNotGoBackWhereTheMachineOfARestoreStartedLater() {
    long[] nanos = {1_000};
    var sources = new SnapshotSources(SecureRandom::new, () -> nanos[0]);
    sources.pause();
    nanos[0] = 10;
    sources.resume();
    assertThat(sources.nanos()).isEqualTo(1_000);
    nanos[0] = 15;
    assertThat(sources.nanos()).isEqualTo(1_005);
  }

  @Test
  void timeGoesOnWhereTheMachineIsTheSame() {
    long[] nanos = {1_000};
    var sources = new SnapshotSources(SecureRandom::new, () -> nanos[0]);
    sources.pause();
    nanos[0] = 5_000;
    sources.resume();
    assertThat(sources.nanos()).isEqualTo(5_000);
  }

  private static SecureRandom fixed(long value) {
    return new SecureRandom() {
      private static final long serialVersionUID = 1;

      @Override
      public long nextLong() {
        return value;
      }
    };
  }
}
