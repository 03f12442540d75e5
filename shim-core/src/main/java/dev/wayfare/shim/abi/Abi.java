package dev.wayfare.shim.abi;

import dev.wayfare.shim.Invocation;
import java.util.function.Consumer;

/** A way to hand one request to a guest and to take its answer. Another ABI is another class. */
public interface Abi {
  /**
   * Runs one request in a guest, on the caller's thread, and ends early when that thread is
   * interrupted.
   *
   * @param log takes each line the guest logs
   */
  Answer serve(Invocation invocation, Consumer<String> log);
}
