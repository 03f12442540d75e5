package dev.wayfare.shim.abi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.GuestTrap;

/** One request and its response while a guest of the http-wasm ABI reads and changes them. */
final class HttpExchange {
  static final int BUFFER_REQUEST = 1;
  static final int BUFFER_RESPONSE = 2;

  private static final Invocation NOBODYS = Invocation.builder().build();

  private final FieldList requestFields;
  private final FieldList responseFields;
  private final BodyBuffer requestBody;
  private final BodyBuffer responseBody;
  private Invocation invocation = NOBODYS;
  private String method = "";
  private String uri = "";
  private int status;
  private int features;
  private boolean afterNext;

  HttpExchange(Limits limits) {
    requestFields = new FieldList("request", limits.headerFields(), limits.headerBytes());
    responseFields = new FieldList("response", limits.headerFields(), limits.headerBytes());
    requestBody = new BodyBuffer("request", limits.requestBytes());
    responseBody = new BodyBuffer("response", limits.responseBytes());
  }

  /** Begins another request; nothing of the last one is left. */
  void begin(Invocation invocation, int features) {
    this.invocation = invocation;
    this.features = features;
    method = invocation.method();
    uri =
        invocation.query().isEmpty()
            ? invocation.path()
            : invocation.path() + "?" + invocation.query();
    requestFields.reset(invocation.headers());
    requestBody.reset(invocation.body());
    status = 0;
    responseFields.reset(Headers.EMPTY);
    responseBody.reset(Body.EMPTY);
    afterNext = false;
  }

  /** Lets go of the request, which may be large, while the guest waits for another. */
  void forget() {
    begin(NOBODYS, 0);
  }

  void enable(int more) {
    features |= more;
  }

  String method() {
    return method;
  }

  void setMethod(String method) {
    requireBeforeNext("set the method");
    if (method.isEmpty()) {
      throw new GuestTrap("a method is empty");
    }
    if (!Header.isToken(method)) {
      throw new GuestTrap("a method is a token, without spaces and line breaks");
    }
    this.method = method;
  }

  String uri() {
    return uri;
  }

  void setUri(String uri) {
    requireBeforeNext("set the URI");
    if (!uri.isEmpty() && uri.charAt(0) != '/') {
      throw new GuestTrap("the URI must start with \"/\"");
    }
    if (uri.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new GuestTrap("the URI must be without spaces and line breaks");
    }
    this.uri = uri.isEmpty() ? "/" : uri;
  }

  String protocol() {
    return invocation.protocol();
  }

  /** The address without a port that anybody told us: platforms do not pass it on. */
  String sourceAddress() {
    String address = invocation.remoteAddress();
    return address.indexOf(':') >= 0 ? "[" + address + "]:0" : address + ":0";
  }

  int status() {
    requireBeforeNextOr(BUFFER_RESPONSE, "read the status");
    return status == 0 ? 200 : status;
  }

  void setStatus(int status) {
    requireBeforeNextOr(BUFFER_RESPONSE, "set the status");
    if (status < 100 || status > 999) {
      throw new GuestTrap(status + " is no status");
    }
    this.status = status;
  }

  FieldList fields(boolean ofRequest) {
    return ofRequest ? requestFields : responseFields;
  }

  FieldList writableFields(boolean ofRequest) {
    if (ofRequest) {
      requireBeforeNext("change the request's fields");
    } else {
      requireBeforeNextOr(BUFFER_RESPONSE, "change the response's fields");
    }
    return fields(ofRequest);
  }

  BodyBuffer readableBody(boolean ofRequest) {
    requireBeforeNextOr(
        ofRequest ? BUFFER_REQUEST : BUFFER_RESPONSE,
        ofRequest ? "read the request's body" : "read the response's body");
    return ofRequest ? requestBody : responseBody;
  }

  BodyBuffer writableBody(boolean ofRequest) {
    if (ofRequest) {
      requireBeforeNext("write the request's body");
    } else {
      requireBeforeNextOr(BUFFER_RESPONSE, "write the response's body");
    }
    return ofRequest ? requestBody : responseBody;
  }

  /** The request as the guest passes it on; a body that it read is gone unless it is buffered. */
  Invocation toNext() {
    boolean isBuffered = (features & BUFFER_REQUEST) != 0;
    return Invocation.builder()
        .method(method)
        .target(uri)
        .protocol(invocation.protocol())
        .scheme(invocation.scheme())
        .remoteAddress(invocation.remoteAddress())
        .headers(requestFields.headers())
        .body(isBuffered ? requestBody.body() : requestBody.rest())
        .build();
  }

  /** Takes what the next handler answered, after what the guest itself set before. */
  void fromNext(Answer.Answered answer) {
    afterNext = true;
    status = answer.status();
    responseFields.addAll(answer.headers());
    responseBody.reset(answer.body());
  }

  /** Says that the next handler failed. */
  void nextFailed() {
    afterNext = true;
    status = 500;
  }

  Answer answer() {
    int answered = status == 0 ? 200 : status;
    if (answered < 200 || answered > 599) {
      return new Answer.Failed(
          502,
          Answer.Fault.GUEST,
          "the guest's status " + answered + " is not between 200 and 599");
    }
    return new Answer.Answered(answered, responseFields.headers(), responseBody.body());
  }

  private void requireBeforeNext(String what) {
    if (afterNext) {
      throw new GuestTrap("it cannot " + what + ": the next handler has run");
    }
  }

  private void requireBeforeNextOr(int feature, String what) {
    if (afterNext && (features & feature) == 0) {
      throw new GuestTrap(
          "it cannot "
              + what
              + ": the next handler has run, and "
              + (feature == BUFFER_REQUEST ? "buffer-request" : "buffer-response")
              + " is not enabled");
    }
  }
}
