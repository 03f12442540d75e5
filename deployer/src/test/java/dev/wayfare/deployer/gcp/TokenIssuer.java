package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives access tokens to one service account, for assertions that its key signed (RFC 7523).
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">OAuth for
 *     service accounts</a>
 */
final class TokenIssuer {
  private static final String EMAIL = "deployer@acme-1.iam.gserviceaccount.com";

  private static final KeyPair KEYS = pair();

  private final URI base;
  private final Set<String> issued = new HashSet<>();
  private boolean isRevoked;

  TokenIssuer(URI base) {
    this.base = base;
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The account's key file. */
  String key() {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(KEYS.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    key.put("type", "service_account").put("project_id", GcpStandIn.PROJECT);
    key.put("private_key_id", "k1").put("private_key", pem);
    key.put("client_email", EMAIL).put("client_id", "1").put("token_uri", base + "/token");
    return key.toString();
  }

  synchronized void revoke() {
    isRevoked = true;
  }

  synchronized boolean knows(@Nullable String authorization) {
    return authorization != null && issued.contains(authorization);
  }

  synchronized Answer issue(String form) {
    String assertion = "";
    for (String pair : Splitter.on('&').split(form)) {
      if (pair.startsWith("assertion=")) {
        assertion = URLDecoder.decode(pair.substring(10), StandardCharsets.UTF_8);
      }
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (isRevoked || !isSigned(assertion)) {
      body.put("error", "invalid_grant").put("error_description", "Invalid JWT Signature.");
      return new Answer(400, Map.of("Content-Type", "application/json"), body.toString());
    }
    String token = "ya29.token-" + issued.size();
    issued.add("Bearer " + token);
    body.put("access_token", token).put("expires_in", 3599).put("token_type", "Bearer");
    return Answer.of(body);
  }

  private boolean isSigned(String assertion) {
    List<String> parts = Splitter.on('.').splitToList(assertion);
    if (parts.size() != 3) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(KEYS.getPublic());
      signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
      JsonNode claims =
          Answer.tree(
              new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8));
      return signature.verify(Base64.getUrlDecoder().decode(parts.get(2)))
          && claims.path("iss").asText().equals(EMAIL)
          && claims.path("scope").asText().contains("cloud-platform");
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
