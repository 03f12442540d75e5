package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.sign.Credential;
import dev.wayfare.router.sign.Credentials;
import dev.wayfare.router.sign.SignableRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.Objects;

/**
 * How one event loop reaches targets.
 *
 * @param client the connections to them
 * @param credentials what the router proves itself with
 * @param tls the files of TLS of those that have some
 */
record Upstream(Vertx vertx, HttpClient client, Credentials credentials, TargetTls tls) {
  /** A larger body takes too long to hash for an event loop: 64 KiB are some 0.1 ms. */
  private static final int QUICKLY_HASHED_BYTES = 64 << 10;

  /** A connection to {@code target} on which {@code outbound} can be sent. */
  Future<HttpClientRequest> connect(Target target, Outbound outbound) {
    RequestOptions options = outbound.optionsFor(target);
    if (target.config().access().tls() != null) {
      options.setSslOptions(tls.of(target.config().access().tls()));
    }
    return client.request(options);
  }

  /** Completes on the event loop that asks. */
  Future<Credential> credential(TargetAuth auth) {
    return Future.fromCompletionStage(credentials.of(auth), vertx.getOrCreateContext());
  }

  /**
   * The fields by which the platform believes {@code request}; completes on the same event loop.
   */
  Future<Map<String, String>> prove(Credential credential, SignableRequest request) {
    if (request.body().length > QUICKLY_HASHED_BYTES) {
      return vertx
          .executeBlocking(() -> credential.fields(request), false)
          .map(Objects::requireNonNull);
    }
    try {
      return Future.succeededFuture(credential.fields(request));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
