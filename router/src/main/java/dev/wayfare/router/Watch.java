package dev.wayfare.router;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks again and again at what others may have written, on threads of its own: a look may wait for
 * a server, and neither requests nor the router's end wait for it.
 */
final class Watch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  /** What may wait at the same time. */
  private static final int THREADS = 4;

  private final ScheduledExecutorService threads =
      new ScheduledThreadPoolExecutor(
          THREADS,
          Thread.ofPlatform().daemon().name("wayfare-watch-", 0).factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private final Duration patience;

  /**
   * @param patience is how long the end waits for a look under way before it interrupts that
   */
  Watch(Duration patience) {
    this.patience = patience;
  }

  /**
   * Looks after {@code first}, and from then on {@code pause} after each look; 1 ms or more. Not at
   * all where the end has come.
   */
  void look(Duration first, Duration pause, Runnable look) {
    var _ =
        threads.scheduleWithFixedDelay(
            () -> {
              try {
                look.run();
              } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "a look at files failed", e);
              }
            },
            first.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** No look begins any more; a second call does nothing. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
