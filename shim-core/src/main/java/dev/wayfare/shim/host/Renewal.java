package dev.wayfare.shim.host;

import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.engine.Snapshot;

/** What happens to a guest between two requests. */
sealed interface Renewal {
  /** One sentence for people. */
  String text();

  /** Makes a guest ready for another request; false if it cannot serve one. */
  boolean renew(LeasedGuest guest);

  /**
   * It is put back to what it was when it was ready for its first request.
   *
   * @param snapshot what it was
   * @param session the conversation with the guest that the snapshot is of
   */
  record Reset(Snapshot snapshot, Abi.Session session) implements Renewal {
    @Override
    public String text() {
      return "put back to its snapshot after each request";
    }

    @Override
    public boolean renew(LeasedGuest guest) {
      return guest.putBack(snapshot);
    }
  }

  /**
   * It is thrown away, and another takes its place.
   *
   * @param reason why no snapshot will do, as one clause
   */
  record Fresh(String reason) implements Renewal {
    @Override
    public String text() {
      return "a fresh instance for each request, since " + reason;
    }

    @Override
    public boolean renew(LeasedGuest guest) {
      return false;
    }
  }

  /** It goes on as the request left it. */
  record Kept() implements Renewal {
    @Override
    public String text() {
      return "kept as the last request left it (isolation: instance)";
    }

    @Override
    public boolean renew(LeasedGuest guest) {
      return true;
    }
  }
}
