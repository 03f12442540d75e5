package dev.wayfare.shim.host;

import dev.wayfare.shim.Invocation;

/**
 * An invocation as it came.
 *
 * @param invocation the request
 * @param id what it is called in logs
 * @param atNanos when it came, by the host's ticker
 * @param overlapping other invocations under way then
 */
record Arrival(Invocation invocation, String id, long atNanos, int overlapping) {
  /** This arrival, of the request as a guest sees it. */
  Arrival with(Invocation admitted) {
    return new Arrival(admitted, id, atNanos, overlapping);
  }
}
