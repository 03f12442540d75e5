package dev.wayfare.deployer;

/** What became of a target. */
public sealed interface Outcome {
  /** The release serves, which it did not before. */
  record Serves() implements Outcome {}

  /** The release served already. */
  record Unchanged() implements Outcome {}

  /**
   * What served before still does.
   *
   * @param why a sentence with the next step, and the provider's id of the request if it has one
   */
  record Failed(String why) implements Outcome {}
}
