package dev.wayfare.shim.host;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.Endings;
import dev.wayfare.shim.capability.GuestLog;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One invocation's time with a guest, on one guest thread from beginning to end. */
final class Turn {
  private final GuestPool pool;
  private final Limits limits;
  private final Invocation invocation;
  private final Supplier<GuestLog> logs;
  private @Nullable LeasedGuest guest;
  private boolean sound;

  Turn(GuestPool pool, Limits limits, Invocation invocation, Supplier<GuestLog> logs) {
    this.pool = pool;
    this.limits = limits;
    this.invocation = invocation;
    this.logs = logs;
  }

  /** Leases a guest and lets it answer. */
  Answer take() {
    try {
      guest = pool.lease();
    } catch (GuestStartException e) {
      return Endings.failure(e.ending(), limits);
    }
    try (GuestLog log = logs.get()) {
      Answer answer = guest.serve(invocation, log);
      // A request that the ABI cannot carry was refused before the guest saw it.
      sound =
          answer instanceof Answer.Answered
              || (answer instanceof Answer.Failed failed && failed.fault() == Answer.Fault.CALLER);
      return answer;
    }
  }

  /** Gives the guest back, when nobody waits for the answer any more. */
  void end() {
    if (guest != null) {
      pool.giveBack(guest, sound);
    }
  }
}
