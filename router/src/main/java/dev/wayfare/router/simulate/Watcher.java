package dev.wayfare.router.simulate;

/** Is told what happens in a simulation while it happens. */
@FunctionalInterface
public interface Watcher {
  /** Watches nothing. */
  Watcher NONE = (nanos, target, purpose, isAnswered) -> {};

  /**
   * A try at a target ended.
   *
   * @param nanos when, from the start
   * @param isAnswered whether its function answered
   */
  void tried(long nanos, String target, Purpose purpose, boolean isAnswered);
}
