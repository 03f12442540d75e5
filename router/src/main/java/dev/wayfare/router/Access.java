package dev.wayfare.router;

import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.sign.Credentials;

/**
 * What lets the router in where its targets are not public.
 *
 * @param credentials prove it to platforms
 */
record Access(Credentials credentials) implements AutoCloseable {
  static Access of(Sources sources) {
    Issuers issuers = new Issuers(sources.instants(), sources.environment());
    return new Access(new Credentials(issuers, sources.instants(), sources.nanoTicker()));
  }

  /**
   * Asks for the credentials that {@code config} needs: who lacks some is told now, and the first
   * request does not wait for them.
   */
  void use(WayfareConfig config) {
    for (TargetConfig target : config.targets()) {
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
