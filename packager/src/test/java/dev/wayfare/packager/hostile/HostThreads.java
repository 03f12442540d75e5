package dev.wayfare.packager.hostile;

import java.util.List;

/** The threads that function hosts have in this JVM. */
final class HostThreads {
  private HostThreads() {}

  /** The names of those that live. */
  static List<String> living() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith("wayfare-"))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  /** Returns when none lives any more; a test has a time limit against one that stays. */
  static void awaitNone() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("wayfare-")) {
        thread.join();
      }
    }
  }
}
