package dev.wayfare.shim.abi;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.wasi.Wasi;
import java.util.List;
import java.util.Map;

/**
 * A way to hand requests to guests and to take their answers. Another ABI is another class, and a
 * line in {@link AbiDetector}.
 */
public interface Abi {
  /** The name people know it by. */
  String title();

  /** Whether a module that exports this speaks this ABI; the first that says so is taken. */
  boolean isSpokenBy(ModuleDescription module);

  /**
   * What keeps a module that speaks this ABI from being served, such as an export of the wrong
   * type; empty for nothing.
   */
  List<String> faults(ModuleDescription module);

  /**
   * Whether a guest stays what a request made of it, so that it can be used again without being put
   * back where that is asked for.
   */
  boolean keepsState();

  /** The type of each call that this ABI offers beside WASI's, by "module.name". */
  Map<String, String> callTypes();

  /**
   * A conversation with one guest.
   *
   * @param wasi the guest's system interface, whose calls the guest is given too
   * @param service what is the same for all guests of a host
   */
  Session open(Wasi wasi, Service service);

  /** The conversation with one guest: what stands behind its calls, one request after another. */
  interface Session {
    /** The calls this ABI offers, bound to this conversation. */
    List<HostCall> calls();

    /**
     * Brings a guest that was just started to where every request begins; that is what a snapshot
     * is taken of.
     *
     * @return {@link Ending.Returned} if it is ready, else why it is not
     */
    Ending prepare(Guest guest, GuestLog log);

    /**
     * A conversation with a guest that begins as this one's was once it was prepared.
     *
     * @param wasi that guest's own
     */
    Session another(Wasi wasi);

    /** Runs one request, on the caller's thread, and ends early when that is interrupted. */
    Answer serve(Guest guest, Invocation invocation, GuestLog log);
  }
}
