package dev.wayfare.router;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/** Signs tokens, and publishes its keys over HTTP. */
final class Issuer implements AutoCloseable {
  static final String NAME = "https://issuer.example";
  static final String AUDIENCE = "wayfare";

  private final StubTarget server =
      new StubTarget(
          request ->
              request
                  .response()
                  .putHeader("content-type", "application/jwk-set+json")
                  .end(new JWKSet(key()).toString(true)));
  private final InstantSource instants;
  private volatile RSAKey key = newKey("first");

  Issuer(InstantSource instants) {
    this.instants = instants;
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).algorithm((Algorithm) null).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  RSAKey key() {
    return key;
  }

  /** Signs by another key from now on, the only one that is published then. */
  void rotate(String id) {
    key = newKey(id);
  }

  StubTarget server() {
    return server;
  }

  String jwksUrl() {
    return "http://127.0.0.1:" + server.port() + "/keys";
  }

  /** Claims of a good token that {@code subject} has, for 10 minutes. */
  JWTClaimsSet.Builder claims(String subject) {
    Instant now = instants.instant();
    return new JWTClaimsSet.Builder()
        .issuer(NAME)
        .audience(AUDIENCE)
        .subject(subject)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  String token(String subject) {
    return signed(claims(subject));
  }

  String signed(JWTClaimsSet.Builder claims) {
    return signed(header(JWSAlgorithm.RS256), claims);
  }

  JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
  }

  String signed(JWSHeader header, JWTClaimsSet.Builder claims) {
    return signed(key, header, claims);
  }

  static String signed(RSAKey by, JWSHeader header, JWTClaimsSet.Builder claims) {
    try {
      var token = new SignedJWT(header, claims.build());
      token.sign(new RSASSASigner(by));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
