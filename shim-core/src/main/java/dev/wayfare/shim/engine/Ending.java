package dev.wayfare.shim.engine;

import dev.wayfare.shim.Body;

/** How a guest's run ended. */
public sealed interface Ending {

  /**
   * The program came to its end by itself.
   *
   * @param code its exit code; 0 is success
   * @param output what it wrote to its standard output
   */
  record Exited(int code, Body output) implements Ending {}

  /**
   * The engine stopped it: a trap, a stack overflow, a bad pointer in a host call.
   *
   * @param reason the engine's words
   */
  record Trapped(String reason) implements Ending {}

  /** The JVM had no memory left for it. */
  record OutOfMemory() implements Ending {}

  /** It was interrupted by whoever waited for it. */
  record Interrupted() implements Ending {}

  /**
   * It wrote more to its standard output than it may.
   *
   * @param limitBytes the most it may write
   */
  record OutputTooLarge(int limitBytes) implements Ending {}
}
