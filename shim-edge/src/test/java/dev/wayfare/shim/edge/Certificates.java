package dev.wayfare.shim.edge;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that the JDK's keytool makes, and the clients that have them. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final Path store;

  /** None yet; their files go into {@code folder}. */
  public Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("keys.p12");
  }

  /** Makes a key and a certificate that it signs itself. */
  public void issue(String alias, String algorithm, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + alias,
                "-validity",
                "30",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
    command.addAll(Arrays.asList(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  /** Writes its certificate, and those that signed it, to a file. */
  public Path certificate(String alias, String file) throws Exception {
    var text = new StringBuilder("Certificates of " + alias + "\n");
    for (Certificate each : load().getCertificateChain(alias)) {
      text.append(block("CERTIFICATE", each.getEncoded()));
    }
    return Files.writeString(folder.resolve(file), text);
  }

  /** Writes its key to a file. */
  public Path key(String alias, String file) throws Exception {
    byte[] pkcs8 = Objects.requireNonNull(secret(alias).getEncoded());
    return Files.writeString(folder.resolve(file), block("PRIVATE KEY", pkcs8));
  }

  Certificate of(String alias) throws Exception {
    return load().getCertificate(alias);
  }

  /** A client that trusts one certificate, and shows another where it has one. */
  SSLContext client(String trusted, String... shown) throws Exception {
    KeyStore trust = empty();
    trust.setCertificateEntry("server", of(trusted));
    var trusts = TrustManagerFactory.getInstance("PKIX");
    trusts.init(trust);
    KeyManager[] keys = null;
    if (shown.length > 0) {
      KeyStore own = empty();
      own.setKeyEntry("own", secret(shown[0]), PASSWORD, load().getCertificateChain(shown[0]));
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(own, PASSWORD);
      keys = factory.getKeyManagers();
    }
    var client = SSLContext.getInstance("TLS");
    client.init(keys, trusts.getTrustManagers(), null);
    return client;
  }

  static String block(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private Key secret(String alias) throws Exception {
    return load().getKey(alias, PASSWORD);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    return empty;
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = new FileInputStream(store.toFile())) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }
}
