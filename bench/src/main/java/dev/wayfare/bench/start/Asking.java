package dev.wayfare.bench.start;

import java.io.IOException;
import java.util.List;

/** A way to send requests to one process, which has only just been started. */
interface Asking extends AutoCloseable {
  /** What the process is to be told: the port to listen on, or the address of the runtime API. */
  String place();

  /**
   * Asks once, as soon as the process can be asked, and checks the answer.
   *
   * @return {@link System#nanoTime} when all of the answer was there
   * @throws IOException if the process ended, or answered something else
   */
  long ask(Process process) throws IOException;

  @Override
  void close();

  /** Whether an answer is a 200 with {@code expected} in it. */
  static void check(String answer, String expected) throws IOException {
    if (!List.of("200", expected).stream().allMatch(answer::contains)) {
      throw new IOException("this is not the answer: " + answer);
    }
  }
}
