package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tokens, by the keys of an issuer that serves them over HTTP. */
final class TokenAccessTest {
  private static final String OTHERS =
      """
      functions:
        g:
          path: /g
          targets: [{id: tg, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}]
      """;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-04T10:00:00Z"));
  private final Issuer issuer = new Issuer(now::get);

  private void advance(Duration by) {
    now.updateAndGet(it -> it.plus(by));
  }

  private RunningRouter router(String more, StubTarget target) {
    String access =
        """
        access:
          jwt:
            issuer: %s
            audience: %s
            jwks-url: "%s"
            algorithms: [RS256]
          %s
          consumers:
            shop: {subjects: ["auth0|shop"], functions: [f, g]}
        """
            .formatted(Issuer.NAME, Issuer.AUDIENCE, issuer.jwksUrl(), more);
    return new RunningRouter(
        access, List.of("http://127.0.0.1:" + target.port()), "", OTHERS, now::get);
  }

  private static HttpResponse<String> get(RunningRouter router, String path, String token) {
    return router.send(
        HttpRequest.newBuilder(router.uri(path)).header("authorization", "Bearer " + token));
  }

  @Test
  void aGoodTokenLetsInAndIsPassedOn() {
    try (issuer;
        StubTarget target =
            new StubTarget(
                request ->
                    request.response().end(String.valueOf(request.getHeader("authorization"))));
        RunningRouter router = router("functions: [f]", target)) {
      String token = issuer.token("somebody");
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer = get(router, "/f", token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("Bearer " + token);
      }
      assertThat(get(router, "/g", token).statusCode()).isEqualTo(403);
      assertThat(get(router, "/g", issuer.token("auth0|shop")).statusCode()).isEqualTo(502);
      assertThat(get(router, "/f", issuer.signed(typed("at+jwt"), issuer.claims("a"))).statusCode())
          .isEqualTo(200);
      assertThat(issuer.server().hits()).isEqualTo(1);
    }
  }

  private JWSHeader typed(String type) {
    return new JWSHeader.Builder(issuer.header(JWSAlgorithm.RS256))
        .type(new com.nimbusds.jose.JOSEObjectType(type))
        .build();
  }

  private Date at(Duration later) {
    return Date.from(now.get().plus(later));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** RFC 8725 and what is known of attacks on libraries. */
  private Map<String, String> badTokens() throws Exception {
    RSAKey forged = new RSAKeyGenerator(2048).keyID(issuer.key().getKeyID()).generate();
    JWSHeader rs256 = issuer.header(JWSAlgorithm.RS256);
    String good = issuer.token("somebody");
    String[] parts = good.split("\\.", -1);
    var bad = new LinkedHashMap<String, String>();
    bad.put(
        "expired", issuer.signed(issuer.claims("a").expirationTime(at(Duration.ofSeconds(-31)))));
    bad.put("not yet", issuer.signed(issuer.claims("a").notBeforeTime(at(Duration.ofSeconds(32)))));
    bad.put("without an end", issuer.signed(issuer.claims("a").expirationTime(null)));
    bad.put("of nobody", issuer.signed(issuer.claims("a").subject(null)));
    bad.put("of a blank name", issuer.signed(issuer.claims(" ")));
    bad.put("of another issuer", issuer.signed(issuer.claims("a").issuer("https://other.example")));
    bad.put("of no issuer", issuer.signed(issuer.claims("a").issuer(null)));
    bad.put("for others", issuer.signed(issuer.claims("a").audience("others")));
    bad.put("for nobody", issuer.signed(issuer.claims("a").audience((String) null)));
    bad.put("by no algorithm", new PlainJWT(issuer.claims("a").build()).serialize());
    bad.put("by none", base64("{\"alg\":\"none\"}") + "." + parts[1] + ".");
    bad.put("by NONE", base64("{\"alg\":\"NONE\"}") + "." + parts[1] + "." + parts[2]);
    bad.put(
        "by another algorithm",
        issuer.signed(issuer.header(JWSAlgorithm.RS512), issuer.claims("a")));
    var shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), issuer.claims("a").build());
    shared.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
    bad.put("by the public key as a shared one", shared.serialize());
    bad.put("by another key", Issuer.signed(forged, rs256, issuer.claims("a")));
    bad.put(
        "by a key that it brings",
        Issuer.signed(
            forged,
            new JWSHeader.Builder(rs256).keyID(null).jwk(forged.toPublicJWK()).build(),
            issuer.claims("a")));
    bad.put(
        "by a key from elsewhere",
        Issuer.signed(
            forged,
            new JWSHeader.Builder(rs256).jwkURL(URI.create("http://127.0.0.1:1/keys")).build(),
            issuer.claims("a")));
    bad.put(
        "with a critical field",
        issuer.signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(issuer.key().getKeyID())
                .customParam("x", 1)
                .criticalParams(Set.of("x"))
                .build(),
            issuer.claims("a")));
    bad.put("of another type", issuer.signed(typed("logout+jwt"), issuer.claims("a")));
    bad.put(
        "changed",
        parts[0]
            + "."
            + base64(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    .replace("somebody", "another"))
            + "."
            + parts[2]);
    bad.put("without a signature", parts[0] + "." + parts[1] + ".");
    bad.put("garbage", "a.b.c");
    bad.put("empty", ".");
    bad.put("no token", "%00\"evil\"");
    bad.put("long", "a".repeat(9_000));
    return bad;
  }

  @Test
  void badTokensAreRefusedAndNotRepeated() throws Exception {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("anonymous: allow", target)) {
      for (Map.Entry<String, String> bad : badTokens().entrySet()) {
        HttpResponse<String> answer = get(router, "/f", bad.getValue());
        assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
            .as(bad.getKey())
            .startsWith(
                "Bearer realm=\"wayfare\", error=\"invalid_token\", error_description=\"The")
            .doesNotContain("evil");
        assertThat(answer.body()).doesNotContain("evil", "others", "other.example");
      }
      assertThat(target.hits()).isZero();
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void twoTokensAreNone() throws IOException {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      String token = issuer.token("a");
      HttpResponse<String> answer =
          router.send(
              HttpRequest.newBuilder(router.uri("/f"))
                  .header("authorization", "Bearer " + token)
                  .header("authorization", "Bearer " + token));
      assertThat(answer.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void anotherSchemeIsNoCredential() {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      HttpResponse<String> answer =
          router.send(
              HttpRequest.newBuilder(router.uri("/f")).header("authorization", "Basic YTpi"));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate"))
          .hasValue("Bearer realm=\"wayfare\", Key realm=\"wayfare\"");
      assertThat(answer.body()).contains("an API key in the field x-api-key, or a bearer token.");
    }
  }

  @Test
  void aTokenThatWasGoodIsNotAfterItsEnd() {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      String token = issuer.signed(issuer.claims("a").expirationTime(at(Duration.ofMinutes(1))));
      assertThat(get(router, "/f", token).statusCode()).isEqualTo(200);
      advance(Duration.ofSeconds(89));
      assertThat(get(router, "/f", token).statusCode()).isEqualTo(200);
      advance(Duration.ofSeconds(2));
      HttpResponse<String> answer = get(router, "/f", token);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
          .endsWith("error_description=\"The token has expired.\"");
    }
  }

  @Test
  void aNewKeyIsFoundAndTheFormerOneIsForgotten() {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      String former = issuer.token("a");
      assertThat(get(router, "/f", former).statusCode()).isEqualTo(200);
      issuer.rotate("second");
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
      assertThat(issuer.server().hits()).isEqualTo(2);
      advance(Duration.ofMinutes(5));
      assertThat(get(router, "/f", former).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void keysThatAreMadeUpDoNotFloodTheIssuer() throws Exception {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
      RSAKey forged = new RSAKeyGenerator(2048).generate();
      for (int i = 0; i < 50; i++) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("made up " + i).build();
        assertThat(
                get(router, "/f", Issuer.signed(forged, header, issuer.claims("a"))).statusCode())
            .isEqualTo(401);
      }
      assertThat(issuer.server().hits()).isLessThanOrEqualTo(3);
      assertThat(get(router, "/f", issuer.token("b")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anOutageOfTheIssuerIsSurvivedWhileItsKeysLast() {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
      issuer.server().kill();
      for (Duration later : List.of(Duration.ofMinutes(4).plusSeconds(30), Duration.ofHours(23))) {
        advance(later);
        assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
      }
      advance(Duration.ofHours(2));
      HttpResponse<String> answer = get(router, "/f", issuer.token("a"));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
      assertThat(answer.body()).startsWith("The token could not be verified");
      issuer.server().bringBack();
      advance(Duration.ofMinutes(1));
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
      assertThat(target.hits()).isEqualTo(4);
    }
  }

  @Test
  void keysAreReadAgainAheadOfTheirEnd() {
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
      advance(Duration.ofMinutes(4).plusSeconds(1));
      assertThat(get(router, "/f", issuer.token("b")).statusCode()).isEqualTo(200);
      Await.until("they were read again", () -> issuer.server().hits() == 2);
    }
  }

  /** Requests with a token that is known already do not wait for the issuer, nor do others. */
  @Test
  void anIssuerThatHangsHoldsUpNobodyElse() {
    var held = new ConcurrentLinkedQueue<HttpServerRequest>();
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("anonymous: allow", target)) {
      String token = issuer.token("a");
      assertThat(get(router, "/f", token).statusCode()).isEqualTo(200);
      issuer.server().handle(held::add);
      issuer.rotate("second");
      List<CompletableFuture<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String unknown = issuer.token("a" + i);
        waiting.add(
            CompletableFuture.supplyAsync(
                () -> get(router, "/f", unknown).statusCode(),
                task -> Thread.ofVirtual().start(task)));
      }
      Await.until("the issuer is asked", () -> issuer.server().hits() > 1);
      for (int i = 0; i < 50; i++) {
        assertThat(get(router, "/f", token).statusCode()).isEqualTo(200);
        assertThat(router.get("/f").statusCode()).isEqualTo(200);
      }
      assertThat(waiting).allSatisfy(it -> assertThat(it).isNotDone());
      issuer.server().handle(TokenAccessTest::fail);
      held.forEach(TokenAccessTest::fail);
      assertThat(waiting).allSatisfy(it -> assertThat(it.join()).isEqualTo(401));
    }
  }

  private static void fail(HttpServerRequest request) {
    request.response().setStatusCode(500).end();
  }

  @Test
  void whereTheIssuerWasNeverReachedNoTokenIsJudged() {
    issuer.server().kill();
    try (issuer;
        StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      for (int i = 0; i < 5; i++) {
        assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(503);
      }
      issuer.server().bringBack();
      advance(Duration.ofSeconds(31));
      assertThat(get(router, "/f", issuer.token("a")).statusCode()).isEqualTo(200);
    }
  }
}
