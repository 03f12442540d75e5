package dev.wayfare.shim.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the textual encodings of certificates and keys, <a
 * href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>. No message holds what a file does.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PKCS8 = "PRIVATE KEY";
  private static final int MOST_BYTES = 1 << 20;

  private Pem() {}

  /**
   * Every certificate in a file, in its order, at least one.
   *
   * @throws IOException if there is none, in one sentence
   */
  static List<X509Certificate> certificates(Path file) throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    Matcher blocks = BLOCK.matcher(text(file));
    while (blocks.find()) {
      if (blocks.group(1).equals(CERTIFICATE)) {
        certificates.add(certificate(file, decoded(file, blocks.group(2))));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----); name one that does");
    }
    return certificates;
  }

  /**
   * The private key in a file.
   *
   * @param algorithm that of the public key it belongs to
   * @throws IOException if there is none in PKCS#8, or one of another algorithm, in one sentence
   */
  static PrivateKey privateKey(Path file, String algorithm) throws IOException {
    String found = "no private key";
    Matcher blocks = BLOCK.matcher(text(file));
    while (blocks.find()) {
      String label = blocks.group(1);
      if (label.equals(PKCS8)) {
        return privateKey(file, decoded(file, blocks.group(2)), algorithm);
      }
      if (label.endsWith(PKCS8)) {
        found = "the form \"" + label + "\"";
      }
    }
    throw new IOException(
        "the key "
            + file
            + " has "
            + found
            + ", but PKCS#8 in PEM without a password is needed (-----BEGIN PRIVATE KEY-----);"
            + " openssl pkcs8 -topk8 -nocrypt converts keys");
  }

  private static PrivateKey privateKey(Path file, byte[] pkcs8, String algorithm)
      throws IOException {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the key " + file + " is no " + algorithm + " key, as its certificate's is", e);
    }
  }

  private static X509Certificate certificate(Path file, byte[] der) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IOException(file + " holds a broken certificate (" + e.getMessage() + ")", e);
    }
  }

  private static byte[] decoded(Path file, String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is broken: what it holds is no Base64", e);
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file + "; check the path", e);
    } catch (AccessDeniedException e) {
      throw new IOException("the file " + file + " may not be read", e);
    } catch (IOException e) {
      throw new IOException("the file " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
