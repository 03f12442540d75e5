package dev.wayfare.local.aws;

import dev.wayfare.local.http.Content;

/** What became of one invocation in an execution environment. */
sealed interface Outcome {

  /**
   * The function answered.
   *
   * @param payload what it returned
   */
  record Responded(Content payload) implements Outcome {}

  /**
   * The function failed and its runtime said so.
   *
   * @param reason the runtime's report
   */
  record Failed(String reason) implements Outcome {}

  /**
   * The environment's process ended in the middle.
   *
   * @param exitCode what it exited with
   */
  record Died(int exitCode) implements Outcome {}

  /** The function's timeout passed, and the environment was killed for it. */
  record TimedOut() implements Outcome {}
}
