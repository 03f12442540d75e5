package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetTlsFiles;
import dev.wayfare.router.config.TlsSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What the files of the listener's TLS held at one moment, fit for use.
 *
 * @param keys the certificate with its chain, and its key
 * @param clientCa who signs clients' certificates, or null where they need none
 */
record TlsMaterial(PemKeyCertOptions keys, @Nullable PemTrustOptions clientCa) {
  private static final int MOST_BYTES = 1 << 20;
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
  private static final List<HttpVersion> VERSIONS =
      List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);

  /**
   * Reads the files; blocks.
   *
   * @throws TlsException where one cannot be read, or they do not belong together
   */
  static TlsMaterial read(Vertx vertx, TlsSettings files) {
    Path ca = files.clientCa();
    return new TlsMaterial(
        pair(vertx, files.certificate(), files.key()), ca == null ? null : roots(vertx, ca));
  }

  /**
   * What the files of TLS towards a target hold, fit for use; blocks.
   *
   * @throws TlsException where one cannot be read, or they do not belong together
   */
  static ClientSSLOptions read(Vertx vertx, TargetTlsFiles files) {
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setHostnameVerificationAlgorithm("HTTPS")
            .setEnabledSecureTransportProtocols(PROTOCOLS)
            .setUseAlpn(true)
            .setApplicationLayerProtocols(VERSIONS.stream().map(HttpVersion::alpnName).toList());
    if (files.ca() != null) {
      options.setTrustOptions(roots(vertx, files.ca()));
    }
    if (files.pair() != null) {
      options.setKeyCertOptions(pair(vertx, files.pair().certificate(), files.pair().key()));
    }
    return options;
  }

  private static PemKeyCertOptions pair(Vertx vertx, Path certificate, Path key) {
    PemKeyCertOptions keys =
        new PemKeyCertOptions().setCertValue(bytes(certificate)).setKeyValue(bytes(key));
    try {
      requirePair(keys.getKeyManagerFactory(vertx).getKeyManagers());
    } catch (Exception e) {
      throw new TlsException(
          "%s and %s are not a certificate and its key in PEM, without a password (%s)"
              .formatted(certificate, key, e.getMessage()),
          e);
    }
    return keys;
  }

  private static PemTrustOptions roots(Vertx vertx, Path ca) {
    PemTrustOptions roots = new PemTrustOptions().addCertValue(bytes(ca));
    try {
      roots.getTrustManagerFactory(vertx);
    } catch (Exception e) {
      throw new TlsException(
          "%s holds no certificate in PEM that could sign others (%s)"
              .formatted(ca, e.getMessage()),
          e);
    }
    return roots;
  }

  /** Makes a server of {@code options} speak TLS 1.2 and 1.3, and HTTP/2 and 1.1 in it. */
  HttpServerOptions addTo(HttpServerOptions options) {
    if (clientCa != null) {
      options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(clientCa);
    }
    return options
        .setSsl(true)
        .setKeyCertOptions(keys)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setUseAlpn(true)
        .setAlpnVersions(VERSIONS);
  }

  /** The same for a server that runs. */
  ServerSSLOptions options() {
    ServerSSLOptions options = addTo(new HttpServerOptions()).getSslOptions().copy();
    return options.setApplicationLayerProtocols(
        VERSIONS.stream().map(HttpVersion::alpnName).toList());
  }

  private static Buffer bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Buffer.buffer(in.readNBytes(MOST_BYTES));
    } catch (NoSuchFileException e) {
      throw new TlsException("there is no file " + file + "; check \"tls\"", e);
    } catch (IOException e) {
      throw new TlsException("the file " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static void requirePair(KeyManager[] managers) throws GeneralSecurityException {
    for (KeyManager manager : managers) {
      if (manager instanceof X509KeyManager keys && holdsPair(keys)) {
        return;
      }
    }
    throw new GeneralSecurityException("the key is that of another certificate");
  }

  private static boolean holdsPair(X509KeyManager keys) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      String[] aliases = keys.getServerAliases(algorithm, null);
      if (aliases != null
          && fit(
              keys.getCertificateChain(aliases[0])[0].getPublicKey(),
              keys.getPrivateKey(aliases[0]))) {
        return true;
      }
    }
    return false;
  }

  /** Whether what one signs the other verifies. */
  private static boolean fit(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          // The signatures of the others are called as their keys are.
          default -> open.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    return signature.verify(signed);
  }
}
