package dev.wayfare.shim.abi;

import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Answer.Failed;
import dev.wayfare.shim.abi.Answer.Fault;
import dev.wayfare.shim.engine.Ending;

/** What a caller is told of a guest that did not come to its end. */
public final class Endings {
  private Endings() {}

  /** The answer for a guest that ended in the middle of a request. */
  public static Failed failure(Ending ending, Limits limits) {
    return switch (ending) {
      case Ending.Returned(long value) ->
          new Failed(502, Fault.GUEST, "the guest returned " + value + ", which says nothing");
      case Ending.Exited(int code) ->
          new Failed(500, Fault.GUEST, "the guest ended with exit code " + code);
      case Ending.Trapped(String reason) ->
          new Failed(500, Fault.GUEST, "the guest trapped: " + reason);
      case Ending.StackExhausted() ->
          new Failed(
              500,
              Fault.GUEST,
              "the guest called too deep for its stack of " + limits.stackBytes() + " bytes");
      case Ending.OutOfMemory() ->
          new Failed(500, Fault.HOST, "the host has no memory left for the guest");
      case Ending.Interrupted() ->
          new Failed(
              504,
              Fault.HOST,
              "the guest was stopped at its deadline of " + limits.deadline().toMillis() + " ms");
      case Ending.PastLimit(String reason) -> new Failed(502, Fault.GUEST, reason);
    };
  }
}
