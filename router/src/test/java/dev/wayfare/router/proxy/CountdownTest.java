package dev.wayfare.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CountdownTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final CompletableFuture<List<String>> end = new CompletableFuture<>();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Countdown countdown() {
    return new Countdown(vertx, System::nanoTime, Duration.ofMillis(20));
  }

  @Test
  void whatIsNotStoppedRunsInTheOrderInWhichItBegan() {
    loop.runOnContext(
        begin -> {
          Countdown countdown = countdown();
          countdown.start(() -> ran.add("first"));
          Countdown.Running stopped = countdown.start(() -> ran.add("stopped"));
          countdown.start(() -> ran.add("second"));
          countdown.start(() -> end.complete(List.copyOf(ran)));
          stopped.stop();
        });

    assertThat(end.join()).containsExactly("first", "second");
  }

  @Test
  void anActionMayBeginAndStopOthers() {
    loop.runOnContext(
        begin -> {
          Countdown countdown = countdown();
          Countdown.Running[] later = new Countdown.Running[1];
          countdown.start(
              () -> {
                later[0].stop();
                countdown.start(() -> end.complete(List.copyOf(ran)));
              });
          later[0] = countdown.start(() -> ran.add("stopped"));
        });

    assertThat(end.join()).isEmpty();
  }

  @Test
  void anActionThatFailsKeepsNoOtherFromRunning() {
    loop.exceptionHandler(failure -> ran.add(failure.getMessage()));
    loop.runOnContext(
        begin -> {
          Countdown countdown = countdown();
          countdown.start(
              () -> {
                throw new IllegalStateException("failed");
              });
          countdown.start(() -> end.complete(List.copyOf(ran)));
        });

    assertThat(end.join()).containsExactly("failed");
  }

  @Test
  void itCountsAgainAfterAllWereStopped() {
    loop.runOnContext(
        begin -> {
          Countdown countdown = countdown();
          countdown.start(() -> ran.add("stopped")).stop();
          vertx.setTimer(40, later -> countdown.start(() -> end.complete(List.copyOf(ran))));
        });

    assertThat(end.join()).isEmpty();
  }
}
