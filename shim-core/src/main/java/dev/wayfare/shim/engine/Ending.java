package dev.wayfare.shim.engine;

/** How a call into a guest ended. */
public sealed interface Ending {

  /**
   * The function returned.
   *
   * @param value its result; 0 where it has none
   */
  record Returned(long value) implements Ending {}

  /**
   * The guest asked to end.
   *
   * @param code its exit code; 0 is success
   */
  record Exited(int code) implements Ending {}

  /**
   * It was stopped for what it did: a trap, a bad pointer in a host call, a rule of its ABI broken.
   *
   * @param reason one clause
   */
  record Trapped(String reason) implements Ending {}

  /** It called too deep for its thread's stack. */
  record StackExhausted() implements Ending {}

  /** The JVM had no memory left for it. */
  record OutOfMemory() implements Ending {}

  /** It was interrupted by whoever waited for it. */
  record Interrupted() implements Ending {}

  /**
   * It gave more than its host takes.
   *
   * @param reason one clause that names the limit
   */
  record PastLimit(String reason) implements Ending {}
}
