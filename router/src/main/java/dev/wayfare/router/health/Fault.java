package dev.wayfare.router.health;

/** How a platform failed a call. A guest's own error status is not among them. */
public enum Fault {
  /** No connection could be made; nothing was sent. */
  CONNECT,
  /** The router has nothing to prove itself with to the target's platform; nothing was sent. */
  CREDENTIALS,
  /** The connection ended before the response did. */
  RESET,
  /** The response did not begin in time. */
  TIMEOUT,
  /** A status of 5xx or 429 that the guest did not make. */
  STATUS;

  /** Whether the target may have got something of the request. */
  public boolean isSent() {
    return this != CONNECT && this != CREDENTIALS;
  }
}
