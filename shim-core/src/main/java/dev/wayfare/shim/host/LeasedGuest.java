package dev.wayfare.shim.host;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.Snapshot;
import dev.wayfare.shim.wasi.Wasi;

/** A guest with all that stands behind its calls, in the hands of one thread at a time. */
final class LeasedGuest {
  private final Guest guest;
  private final Wasi wasi;
  private final Abi.Session session;
  private int uses;

  LeasedGuest(Guest guest, Wasi wasi, Abi.Session session) {
    this.guest = guest;
    this.wasi = wasi;
    this.session = session;
  }

  /** How many requests it has served. */
  int uses() {
    return uses;
  }

  Answer serve(Invocation invocation, GuestLog log) {
    uses++;
    return session.serve(guest, invocation, log);
  }

  /** Forgets every request; false if that cannot be done. */
  boolean putBack(Snapshot snapshot) {
    wasi.end();
    return guest.putBack(snapshot);
  }
}
