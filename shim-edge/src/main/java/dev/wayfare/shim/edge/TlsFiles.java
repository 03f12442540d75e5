package dev.wayfare.shim.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The PEM files that TLS is made of.
 *
 * @param certificate the server's certificate, followed by those that link it to a root
 * @param key its private key in PKCS#8, not encrypted
 * @param clientCa who signs the certificates of callers; where it is there, a caller without such a
 *     certificate is refused in the handshake
 */
record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
  /** The key stores never leave this process's memory. */
  private static final char[] NO_PASSWORD = {};

  private static final Set<String> ALGORITHMS = Set.of("RSA", "EC", "EdDSA");

  /** Which contents the files have now, as far as can be told without reading them. */
  String stamp() {
    var stamp = new StringBuilder();
    for (Path file : all()) {
      try {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        stamp.append(is.fileKey()).append(is.lastModifiedTime()).append(is.size()).append(';');
      } catch (IOException e) {
        stamp.append("unreadable;");
      }
    }
    return stamp.toString();
  }

  /**
   * What the files say now.
   *
   * @throws IOException if one cannot be read, holds something else, or does not fit the others, in
   *     one sentence, without what a key's file holds
   */
  SSLContext read() throws IOException {
    List<X509Certificate> chain = Pem.certificates(certificate);
    PublicKey open = chain.getFirst().getPublicKey();
    if (!ALGORITHMS.contains(open.getAlgorithm())) {
      throw new IOException(
          certificate + " has a key of " + open.getAlgorithm() + "; use RSA, EC or Ed25519");
    }
    PrivateKey secret = Pem.privateKey(key, open.getAlgorithm());
    if (!KeyPairs.fit(open, secret)) {
      throw new IOException(
          "the key " + key + " is not that of the certificate " + certificate + "; name its own");
    }
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore own = emptyStore();
      own.setKeyEntry("server", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      keys.init(own, NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), callers().getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up (" + e.getMessage() + ")", e);
    }
  }

  /** Trusts nobody where callers need no certificate: none is asked for then. */
  private TrustManagerFactory callers() throws IOException, GeneralSecurityException {
    KeyStore trusted = emptyStore();
    if (clientCa.isPresent()) {
      for (X509Certificate each : Pem.certificates(clientCa.get())) {
        trusted.setCertificateEntry("ca-" + trusted.size(), each);
      }
    }
    var callers = TrustManagerFactory.getInstance("PKIX");
    callers.init(trusted);
    return callers;
  }

  private List<Path> all() {
    var files = new ArrayList<>(List.of(certificate, key));
    clientCa.ifPresent(files::add);
    return files;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
