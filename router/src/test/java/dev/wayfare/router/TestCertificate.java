package dev.wayfare.router;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate of 127.0.0.1 and localhost that the JDK's keytool made. */
final class TestCertificate {
  static final String PASSWORD = "changeit";
  private static final String ALIAS = "own";

  private final Path store;

  /** A new one, called {@code name}, in {@code folder}. */
  TestCertificate(Path folder, String name) {
    store = folder.resolve(name + ".p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  ALIAS,
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=ip:127.0.0.1,dns:localhost",
                  "-validity",
                  "30",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Path store() {
    return store;
  }

  X509Certificate certificate() throws Exception {
    return (X509Certificate) Objects.requireNonNull(load().getCertificate(ALIAS));
  }

  String certificatePem() throws Exception {
    return pem("CERTIFICATE", certificate().getEncoded());
  }

  String keyPem() throws Exception {
    var key = Objects.requireNonNull(load().getKey(ALIAS, PASSWORD.toCharArray()));
    return pem("PRIVATE KEY", Objects.requireNonNull(key.getEncoded()));
  }

  /** What a client needs that trusts this certificate, and shows it too. */
  SSLContext client() throws Exception {
    return clientThatTrusts(this);
  }

  /** The same for one that trusts another. */
  SSLContext clientThatTrusts(TestCertificate other) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, other.certificate());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore load() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static String pem(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
