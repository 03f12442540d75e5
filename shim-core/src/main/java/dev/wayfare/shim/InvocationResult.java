package dev.wayfare.shim;

/**
 * What a shim answers its cloud with.
 *
 * @param status a final status, 200–599
 * @param headers the fields, {@code wayfare-meter} among them, without those of the connection and
 *     without {@code Content-Length}, which the platform sets
 * @param body the content; empty for HEAD, 204, 205 and 304
 * @param origin who chose the status
 */
public record InvocationResult(int status, Headers headers, Body body, Origin origin) {

  /** Who chose the status of an answer. */
  public enum Origin {
    /** The guest answered, be it with a 500: the same on every cloud, and no fault of the place. */
    GUEST,
    /** The host answered in the guest's place: a trap, a limit, a broken answer. */
    SHIM
  }

  /** This answer with other fields. */
  public InvocationResult withHeaders(Headers fields) {
    return new InvocationResult(status, fields, body, origin);
  }
}
