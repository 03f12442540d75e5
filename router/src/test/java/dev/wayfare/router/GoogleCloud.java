package dev.wayfare.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Google's metadata server, which signs identity tokens, and the keys by which others verify them.
 *
 * @see <a href="https://cloud.google.com/compute/docs/instances/verifying-instance-identity">Verify
 *     the identity of VMs</a>
 */
final class GoogleCloud implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final String ISSUER = "https://accounts.google.com";
  private static final String IDENTITY =
      "/computeMetadata/v1/instance/service-accounts/default/identity";

  private final KeyPair keys;
  private final HttpServer metadata;
  private final HttpServer certificates;
  private final AtomicInteger asked = new AtomicInteger();
  private static final Duration VALIDITY = Duration.ofHours(1);

  /** What it answers instead of a token, where that is set. */
  private volatile String garbage = "";

  GoogleCloud() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
      metadata = server();
      metadata.createContext("/", this::metadata);
      metadata.start();
      certificates = server();
      certificates.createContext("/oauth2/v3/certs", exchange -> answer(exchange, 200, jwks()));
      certificates.start();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
  }

  /** What {@code GCE_METADATA_HOST} must be. */
  String metadataHost() {
    return "127.0.0.1:" + metadata.getAddress().getPort();
  }

  /** How often it was asked for a token. */
  int asked() {
    return asked.get();
  }

  void answerWith(String text) {
    garbage = text;
  }

  /** The metadata server is gone. */
  void endMetadata() {
    metadata.stop(0);
  }

  private void metadata(HttpExchange exchange) throws IOException {
    boolean isAsked = "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"));
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    if (!isAsked) {
      answer(exchange, 403, "Missing Metadata-Flavor:Google header.");
    } else if (exchange.getRequestURI().getPath().equals(IDENTITY)) {
      asked.incrementAndGet();
      String query = exchange.getRequestURI().getRawQuery();
      String audience = query.replaceFirst("^.*\\baudience=([^&]*).*$", "$1");
      String token = token(URLDecoder.decode(audience, StandardCharsets.UTF_8));
      answer(exchange, 200, garbage.isEmpty() ? token : garbage);
    } else {
      answer(exchange, exchange.getRequestURI().getPath().equals("/") ? 200 : 404, "");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private String token(String audience) {
    try {
      Instant now = Instant.now();
      String head = part(JSON.createObjectNode().put("alg", "RS256").put("kid", "k1"));
      String claims =
          part(
              JSON.createObjectNode()
                  .put("iss", ISSUER)
                  .put("aud", audience)
                  .put("iat", now.getEpochSecond())
                  .put("exp", now.plus(VALIDITY).getEpochSecond()));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
      return head + "." + claims + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(JsonNode json) {
    return URL.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    var jwk =
        JSON.createObjectNode()
            .put("kid", "k1")
            .put("kty", "RSA")
            .put("n", URL.encodeToString(key.getModulus().toByteArray()))
            .put("e", URL.encodeToString(key.getPublicExponent().toByteArray()));
    return JSON.createObjectNode().set("keys", JSON.createArrayNode().add(jwk)).toString();
  }

  /**
   * Why a service of {@code audience} refuses what a caller said in its {@code field}, by the keys
   * that are published; empty where it does not.
   */
  Optional<String> refusal(String field, String audience) {
    String[] parts = field.replaceFirst("^Bearer ", "").split("\\.", -1);
    if (parts.length != 3) {
      return Optional.of("there is no token");
    }
    try {
      JsonNode head = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(published(head.path("kid").asText()));
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!head.path("alg").asText().equals("RS256")
          || !signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        return Optional.of("the signature is wrong");
      }
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.path("aud").asText().equals(audience)) {
        return Optional.of("the token is for " + claims.path("aud"));
      }
      boolean isOver = Instant.now().getEpochSecond() >= claims.path("exp").asLong();
      return isOver || !claims.path("iss").asText().equals(ISSUER)
          ? Optional.of("the token is not valid: " + claims)
          : Optional.empty();
    } catch (GeneralSecurityException | IOException e) {
      return Optional.of(e.toString());
    }
  }

  private PublicKey published(String id) throws GeneralSecurityException, IOException {
    int port = certificates.getAddress().getPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/oauth2/v3/certs");
      String body =
          client
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode key : JSON.readTree(body).path("keys")) {
        if (key.path("kid").asText().equals(id)) {
          return KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
        }
      }
      throw new GeneralSecurityException("there is no key " + id);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static BigInteger number(JsonNode key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(name).asText()));
  }

  @Override
  public void close() {
    metadata.stop(0);
    certificates.stop(0);
  }
}
