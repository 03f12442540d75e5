package dev.wayfare.router;

import dev.wayfare.router.config.TlsSettings;
import dev.wayfare.router.config.WrittenFile;
import dev.wayfare.router.proxy.ProxyVerticle;
import dev.wayfare.router.proxy.TlsException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes up new files of the listener's TLS, such as a certificate that was renewed. What cannot be
 * used, such as a certificate whose key is not written yet, is said once and changes nothing;
 * connections that are open live on with what they began with.
 */
final class TlsReload {
  private static final System.Logger LOG = System.getLogger(TlsReload.class.getName());

  private final TlsSettings settings;
  private final List<WrittenFile> files = new ArrayList<>();

  /** Of files that are about to be read for the first time. */
  TlsReload(TlsSettings settings) {
    this.settings = settings;
    files.add(new WrittenFile(settings.certificate()));
    files.add(new WrittenFile(settings.key()));
    if (settings.clientCa() != null) {
      files.add(new WrittenFile(settings.clientCa()));
    }
  }

  /** Looks at the files where one was written to since; {@code listener} is any of the port's. */
  synchronized void tick(ProxyVerticle listener) {
    boolean isNew = false;
    for (WrittenFile file : files) {
      isNew |= file.isNew();
    }
    if (isNew) {
      look(listener);
    }
  }

  private void look(ProxyVerticle listener) {
    try {
      listener
          .useTls(settings)
          .onSuccess(
              used ->
                  LOG.log(
                      System.Logger.Level.INFO,
                      "the certificate of {0} is in force",
                      settings.certificate()))
          .onFailure(TlsReload::keep);
    } catch (TlsException e) {
      keep(e);
    }
  }

  private static void keep(Throwable cause) {
    LOG.log(System.Logger.Level.WARNING, "the former certificate is kept: {0}", cause.getMessage());
  }
}
