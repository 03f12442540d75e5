package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetAccess;
import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.dispatch.Endpoint;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.sign.SignableRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as targets get it.
 *
 * @param host the host that the client addressed, or null where it said none
 * @param contentLength the client's own field, or null where it sent none
 */
record Outbound(
    HttpMethod method,
    OriginForm path,
    MultiMap fields,
    @Nullable String host,
    @Nullable String contentLength,
    Payload payload) {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.TRACE);

  /**
   * By sending it, a client says that the function recognises a request that comes twice.
   *
   * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
   *     Idempotency-Key HTTP Header Field</a>
   */
  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  /**
   * True where a request means the same sent twice: by its method (RFC 9110, section 9.2.2) or by a
   * key among its {@code fields}.
   */
  static boolean isIdempotent(HttpMethod method, MultiMap fields) {
    if (IDEMPOTENT.contains(method)) {
      return true;
    }
    String key = fields.get(IDEMPOTENCY_KEY);
    return key != null && !key.isBlank();
  }

  /** True where the request may be sent again though a target may have got it. */
  boolean isRepeatable() {
    return isKept() && isIdempotent(method, fields);
  }

  /** True where the whole body is still here. */
  boolean isKept() {
    return payload instanceof Payload.Kept;
  }

  /** The same with another {@code payload}. */
  Outbound with(Payload next) {
    return new Outbound(method, path, fields, host, contentLength, next);
  }

  /** True where a body is sent, as far as is known. */
  boolean hasBody() {
    return !(payload instanceof Payload.Kept(var body)) || body.length() > 0;
  }

  /**
   * Where to, and what to ask for. A target that shares a key is told method and path as the client
   * sent them elsewhere, so that the request line can be one that no server between stumbles over.
   */
  RequestOptions optionsFor(Target target) {
    Endpoint endpoint = target.endpoint();
    return new RequestOptions()
        .setMethod(methodFor(target))
        .setHost(endpoint.host())
        .setPort(endpoint.port())
        .setSsl(endpoint.tls())
        .setProtocolVersion(TargetConnections.version(endpoint.tls(), target.config().h2c()))
        .setURI(uriFor(target));
  }

  private HttpMethod methodFor(Target target) {
    return target.config().key() == null ? method : PrivateFields.carrier(method);
  }

  private String uriFor(Target target) {
    String asked =
        target.config().access().auth() instanceof TargetAuth.AwsIam
            ? path.signable()
            : target.config().key() == null ? path.raw() : path.uri();
    return target.endpoint().basePath() + asked;
  }

  /** What {@code target}'s platform is to know that it comes from the router. */
  SignableRequest signable(Target target) {
    Endpoint endpoint = target.endpoint();
    byte[] body = payload instanceof Payload.Kept(var kept) ? kept.getBytes() : new byte[0];
    URI uri = URI.create(endpoint.origin() + uriFor(target));
    return new SignableRequest(methodFor(target).name(), uri, body);
  }

  /**
   * Sends everything; a streamed body goes on being sent.
   *
   * @param access what {@code request}'s target asks of its callers
   * @param proof fields by which its platform knows the router
   * @param timeoutMillis how long its answer is waited for
   */
  void writeTo(
      HttpClientRequest request,
      TargetAccess access,
      Map<String, String> proof,
      long timeoutMillis) {
    request.headers().addAll(fields);
    PrivateFields.addTo(request.headers(), this, access, timeoutMillis);
    proof.forEach(request.headers()::set);
    switch (payload) {
      case Payload.Kept(var body) when body.length() > 0 -> request.end(body);
      case Payload.Kept kept -> {
        if (contentLength != null) {
          request.putHeader("content-length", contentLength);
        }
        request.end();
      }
      case Payload.Streamed(var body) -> {
        if (contentLength == null) {
          request.setChunked(true);
        } else {
          request.putHeader("content-length", contentLength);
        }
        body.streamTo(request);
      }
    }
  }
}
