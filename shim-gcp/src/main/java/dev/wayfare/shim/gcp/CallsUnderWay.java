package dev.wayfare.shim.gcp;

import dev.wayfare.shim.host.FunctionHost;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets the calls that have begun end before the process does. Google ends an instance with SIGTERM
 * and kills it 10 seconds later; the invoker does nothing about that, and the JVM would stop in the
 * middle of an answer. It does not, as long as a shutdown hook runs.
 *
 * @see <a href="https://cloud.google.com/run/docs/container-contract#instance-shutdown">shutdown of
 *     instances</a>
 */
final class CallsUnderWay {
  private static final int MOST = Integer.MAX_VALUE;

  /** With the 5 seconds that a host gives its guests, less than Google gives. */
  private static final int WRITE_SECONDS = 3;

  private final Semaphore free = new Semaphore(MOST);

  void begin() {
    free.acquireUninterruptibly();
  }

  void end() {
    free.release();
  }

  /** When the process is told to end, closes the host, and waits for answers to be written. */
  void drainAtShutdown(FunctionHost host) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(host), "wayfare-drain"));
  }

  private void drain(FunctionHost host) {
    host.close();
    try {
      if (free.tryAcquire(MOST, WRITE_SECONDS, TimeUnit.SECONDS)) {
        free.release(MOST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
