package dev.wayfare.shim.edge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Tells whether a public and a private key are halves of one pair. */
final class KeyPairs {
  private KeyPairs() {}

  /** Whether what one signs the other verifies; the keys have the same algorithm. */
  static boolean fit(PublicKey open, PrivateKey secret) {
    byte[] message = "one pair".getBytes(StandardCharsets.UTF_8);
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm(open));
      signature.initSign(secret);
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signatureAlgorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      // EdDSA's signatures are called as its keys are.
      default -> key.getAlgorithm();
    };
  }
}
