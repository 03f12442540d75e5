package dev.wayfare.shim.host;

import dev.wayfare.shim.Callers;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Answer.Failed;
import dev.wayfare.shim.abi.Answer.Fault;
import java.util.Optional;

/**
 * What becomes of a request before a guest sees it: it is refused, or it loses what is between its
 * sender and the host, and gets what every request has.
 */
final class Admission {
  /**
   * The request field with path and query as the router's caller sent them, for platforms that
   * decode them. Only the router is believed: rules about paths may stand in front of a function.
   */
  private static final String TARGET_FIELD = "wayfare-target";

  /** The request field with the method as the router's caller sent it. */
  private static final String METHOD_FIELD = "wayfare-method";

  private static final String REQUEST_ID = "x-request-id";
  private static final String CONTENT_LENGTH = "content-length";

  /**
   * Answered before a body came, so met by now (RFC 9110 §10.1.1); some platforms still tell it.
   */
  private static final String EXPECT = "expect";

  private final Callers callers;
  private final Limits limits;

  Admission(Callers callers, Limits limits) {
    this.callers = callers;
    this.limits = limits;
  }

  /** Why a request that came over the network is not served, if so. */
  Optional<Failed> refusal(Invocation invocation) {
    if (!callers.anyone() && !callers.isRouter(invocation.headers())) {
      return Optional.of(
          new Failed(403, Fault.HOST, "only the router may call, and this caller lacks its key"));
    }
    if (invocation.body().length() > limits.requestBytes()) {
      return refusal(413, "body is larger than the limit of " + limits.requestBytes() + " bytes");
    }
    if (invocation.headers().size() > limits.headerFields()) {
      return refusal(431, "head has more than the limit of " + limits.headerFields() + " fields");
    }
    if (invocation.headers().lengthBytes() > limits.headerBytes()) {
      return refusal(431, "head is larger than the limit of " + limits.headerBytes() + " bytes");
    }
    return Optional.empty();
  }

  /**
   * The request as a guest sees it: as the router's caller sent it, where the router says so;
   * without fields of the connection and of Wayfare, with {@code Content-Length} wherever there is
   * a body or was such a field, and with its id.
   *
   * @throws IllegalArgumentException if what the router says is malformed
   */
  Invocation admitted(Invocation invocation, String id) {
    Invocation sent = callers.isRouter(invocation.headers()) ? asSent(invocation) : invocation;
    Headers came = sent.headers();
    Headers fields =
        came.withoutHopByHop()
            .without(
                name ->
                    name.startsWith(Invocation.PRIVATE_FIELD_PREFIX)
                        || name.equals(CONTENT_LENGTH)
                        || name.equals(EXPECT)
                        || name.equals(REQUEST_ID));
    if (sent.body().length() > 0 || came.first(CONTENT_LENGTH).isPresent()) {
      fields = fields.with(CONTENT_LENGTH, Integer.toString(sent.body().length()));
    }
    return sent.withHeaders(fields.with(REQUEST_ID, id));
  }

  private static Invocation asSent(Invocation invocation) {
    Headers came = invocation.headers();
    Invocation sent = invocation;
    if (came.first(CarriedFields.NAME).isPresent()) {
      sent = sent.withHeaders(CarriedFields.restored(came).canonical());
    }
    sent = came.first(METHOD_FIELD).map(sent::withMethod).orElse(sent);
    return came.first(TARGET_FIELD).map(sent::withTarget).orElse(sent);
  }

  private static Optional<Failed> refusal(int status, String reason) {
    return Optional.of(new Failed(status, Fault.CALLER, "the request " + reason));
  }
}
