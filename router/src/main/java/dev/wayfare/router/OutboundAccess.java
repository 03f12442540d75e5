package dev.wayfare.router;

import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.proxy.TargetTls;
import dev.wayfare.router.proxy.TlsException;
import dev.wayfare.router.sign.Credentials;
import io.vertx.core.Vertx;

/**
 * What lets the router in where its targets are not public.
 *
 * @param credentials prove it to platforms
 * @param tls proves it to the servers of targets
 */
record OutboundAccess(Credentials credentials, TargetTls tls) implements AutoCloseable {
  static OutboundAccess of(Vertx vertx, Sources sources) {
    Issuers issuers = new Issuers(sources.instants(), sources.environment());
    return new OutboundAccess(
        new Credentials(issuers, sources.instants(), sources.nanoTicker()), new TargetTls(vertx));
  }

  /**
   * Reads the files that {@code config} names, and asks for credentials already: who lacks some is
   * told now, and the first request does not wait for them.
   *
   * @throws RouterException where a file cannot be used; then nothing has changed
   */
  void use(WayfareConfig config) {
    try {
      tls.use(config.places());
    } catch (TlsException e) {
      throw new RouterException(String.valueOf(e.getMessage()), e);
    }
    for (TargetConfig target : config.places()) {
      TargetAuth auth = target.access().auth();
      if (auth != null) {
        credentials.prepare(auth);
      }
    }
  }

  @Override
  public void close() {
    credentials.close();
  }
}
