package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.TargetTlsFiles;
import dev.wayfare.router.config.WrittenFile;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The certificates of TLS towards targets, as their files held them when that last made sense. What
 * cannot be used, such as a certificate whose key is not written yet, is said once and changes
 * nothing; connections that are open live on with what they began with. Safe to use from many
 * threads.
 */
public final class TargetTls {
  private static final System.Logger LOG = System.getLogger(TargetTls.class.getName());

  private final Vertx vertx;
  private volatile Map<TargetTlsFiles, Loaded> loaded = Map.of();

  private record Loaded(List<WrittenFile> files, ClientSSLOptions options) {}

  /** Without any files yet. */
  public TargetTls(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Reads the files of {@code targets}, for connections to come; blocks.
   *
   * @throws TlsException where some cannot be used; then nothing has changed
   */
  public synchronized void use(List<TargetConfig> targets) {
    // Those of targets that are gone stay: requests under way may still go there.
    Map<TargetTlsFiles, Loaded> next = new HashMap<>(loaded);
    for (TargetConfig target : targets) {
      TargetTlsFiles files = target.access().tls();
      if (files != null) {
        next.computeIfAbsent(files, this::load);
      }
    }
    loaded = Map.copyOf(next);
  }

  /** Reads what was written to since; blocks. */
  public synchronized void tick() {
    Map<TargetTlsFiles, Loaded> next = new HashMap<>(loaded);
    next.replaceAll((files, before) -> isWritten(before) ? reload(files, before) : before);
    loaded = Map.copyOf(next);
  }

  ClientSSLOptions of(TargetTlsFiles files) {
    return Objects.requireNonNull(loaded.get(files)).options();
  }

  private static boolean isWritten(Loaded before) {
    boolean isNew = false;
    for (WrittenFile file : before.files()) {
      isNew |= file.isNew();
    }
    return isNew;
  }

  private Loaded reload(TargetTlsFiles files, Loaded before) {
    try {
      Loaded now = load(files);
      LOG.log(System.Logger.Level.INFO, "new files of TLS are in force: {0}", files.all());
      return now;
    } catch (TlsException e) {
      LOG.log(System.Logger.Level.WARNING, "the former files of TLS are kept: {0}", e.getMessage());
      return before;
    }
  }

  private Loaded load(TargetTlsFiles files) {
    List<WrittenFile> watched = files.all().stream().map(WrittenFile::new).toList();
    return new Loaded(watched, TlsMaterial.read(vertx, files));
  }
}
