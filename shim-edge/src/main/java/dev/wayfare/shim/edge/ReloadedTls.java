package dev.wayfare.shim.edge;

import java.io.IOException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS of files that may be replaced while the server runs, as certificates are every few weeks. The
 * JDK's server asks one context for each connection's engine; this one passes that on to the
 * context of what the files hold, which it looks at once a second at most, and only when somebody
 * connects. What cannot be used, such as a certificate whose key is not written yet, is said once
 * and changes nothing.
 */
final class ReloadedTls extends SSLContextSpi {
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final TlsFiles files;
  private final LongSupplier ticker;
  private final Consumer<String> warnings;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile SSLContext current;
  private String stamp;
  private long lookedAtNanos;

  private ReloadedTls(TlsFiles files, LongSupplier ticker, Consumer<String> warnings)
      throws IOException {
    this.files = files;
    this.ticker = ticker;
    this.warnings = warnings;
    this.lookedAtNanos = ticker.getAsLong();
    this.stamp = files.stamp();
    this.current = files.read();
  }

  /**
   * A context that goes on with what the files will hold.
   *
   * @param ticker nanoseconds, as {@link System#nanoTime}
   * @param warnings takes a sentence for each change that cannot be used
   * @throws IOException if the files cannot be used now, in one sentence
   */
  static SSLContext of(TlsFiles files, LongSupplier ticker, Consumer<String> warnings)
      throws IOException {
    var reloaded = new ReloadedTls(files, ticker, warnings);
    return new Context(reloaded, reloaded.current);
  }

  /** A context of a provider of ours: its constructor is for subclasses. */
  private static final class Context extends SSLContext {
    Context(ReloadedTls spi, SSLContext like) {
      super(spi, like.getProvider(), like.getProtocol());
    }
  }

  private SSLContext now() {
    // One connection looks; the others need not wait for it.
    if (looking.tryLock()) {
      try {
        look();
      } finally {
        looking.unlock();
      }
    }
    return current;
  }

  private void look() {
    long nowNanos = ticker.getAsLong();
    if (nowNanos - lookedAtNanos < PAUSE_NANOS) {
      return;
    }
    lookedAtNanos = nowNanos;
    // Taken before the contents: what is written meanwhile is seen the next time.
    String found = files.stamp();
    if (found.equals(stamp)) {
      return;
    }
    stamp = found;
    try {
      current = files.read();
    } catch (IOException e) {
      warnings.accept("the former certificate is kept: " + e.getMessage());
    }
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return now().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return now().createSSLEngine(host, port);
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return current.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return current.getSupportedSSLParameters();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return current.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return current.getClientSessionContext();
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return current.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return current.getServerSocketFactory();
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it is initialised by its files");
  }
}
