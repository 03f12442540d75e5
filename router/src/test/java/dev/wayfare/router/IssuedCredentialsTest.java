package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials that the clouds' own libraries get from servers, which are real ones with the clouds'
 * protocols, on loopback.
 */
final class IssuedCredentialsTest {
  private static final String KEY = "0123456789abcdef-a-key";
  private static final String AUDIENCE = "https://f.run.example";

  @TempDir private Path folder;
  private final List<MultiMap> seen = new CopyOnWriteArrayList<>();

  private String config(String... targets) throws IOException {
    Files.writeString(folder.resolve("key"), KEY);
    return "version: 1\nrouter: {port: 0, admin-port: 0}\nledger: {memory: true}\n"
        + "functions:\n  f:\n    path: /\n    policy: {tolerance: 0%, hysteresis: 0%}\n"
        + "    targets:\n"
        + String.join("", targets);
  }

  private static String google(int port, String more) {
    return """
          - {id: g, provider: gcp, region: us-central1, memory: 512MiB, vcpus: 1, auth: google-id-token,
             endpoint: "http://127.0.0.1:%d"%s}
    """
        .formatted(port, more);
  }

  private static String aws(int port) {
    return """
          - {id: a, provider: aws, region: us-east-1, memory: 128MiB, key-file: key, auth: aws-iam,
             endpoint: "http://127.0.0.1:%d"}
    """
        .formatted(port);
  }

  private static String azure(int port) {
    return """
          - {id: z, provider: azure, region: eastus, memory: 2048MiB, auth: azure-function-key,
             function-key-file: function-key, endpoint: "http://127.0.0.1:%d"}
    """
        .formatted(port);
  }

  private static String edge(int port) {
    return """
          - {id: e, provider: edge, memory: 128MiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 1000}}
    """
        .formatted(port);
  }

  /** A service that takes requests with a token for {@code audience}. */
  private StubTarget service(GoogleCloud google, String audience) {
    return new StubTarget(
        request -> {
          seen.add(request.headers().copy());
          String token =
              Optional.ofNullable(request.getHeader("x-serverless-authorization")).orElse("");
          Optional<String> refusal = google.refusal(token, audience);
          StubTarget.answer(
              request,
              refusal.isPresent() ? 403 : 200,
              refusal.isPresent() ? "" : StubTarget.GUEST,
              refusal.orElse("believed"));
        });
  }

  private Map<String, String> on(GoogleCloud google) {
    // No file of whoever runs the tests.
    return Map.of("GCE_METADATA_HOST", google.metadataHost(), "CLOUDSDK_CONFIG", folder.toString());
  }

  @Test
  void aTokenOfTheMetadataServerIsBelievedAndOutlivesIt() throws IOException {
    try (GoogleCloud google = new GoogleCloud();
        StubTarget service = service(google, AUDIENCE);
        RouterProcess router =
            new RouterProcess(
                folder,
                config(google(service.port(), ", audience: \"" + AUDIENCE + "\"")),
                on(google))) {
      assertThat(router.get("/f").body()).isEqualTo("believed");
      google.endMetadata();
      assertThat(
              router
                  .get(
                      "/f",
                      "Authorization",
                      "Bearer callers",
                      "X-Serverless-Authorization",
                      "Bearer forged")
                  .body())
          .isEqualTo("believed");
      assertThat(google.asked()).isEqualTo(1);
      assertThat(seen.getLast().getAll("authorization")).containsExactly("Bearer callers");
      assertThat(seen.getLast().getAll("x-serverless-authorization"))
          .singleElement()
          .satisfies(it -> assertThat(router.log()).doesNotContain(it.replace("Bearer ", "")));
    }
  }

  @Test
  void aFunctionWithAKeyGetsTheCallersOwnField() throws IOException {
    try (GoogleCloud google = new GoogleCloud();
        StubTarget service = service(google, AUDIENCE);
        RouterProcess router =
            new RouterProcess(
                folder,
                config(google(service.port(), ", key-file: key, audience: \"" + AUDIENCE + "\"")),
                on(google))) {
      assertThat(router.get("/f", "X-Serverless-Authorization", "Bearer callers").body())
          .isEqualTo("believed");
      assertThat(seen.getLast().get("wayfare-fields"))
          .contains(
              java.util.Base64.getEncoder()
                  .encodeToString(
                      "x-serverless-authorization: Bearer callers"
                          .getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  @Test
  void withoutATokenTheNextTargetIsAskedAndTheLogSaysSoOnce() throws IOException {
    try (GoogleCloud google = new GoogleCloud();
        StubTarget service = service(google, "http://127.0.0.1");
        StubTarget other = StubTarget.answering(200, "other")) {
      google.answerWith("a.b.SECRET");
      try (RouterProcess router =
          new RouterProcess(
              folder, config(google(service.port(), ""), edge(other.port())), on(google))) {
        for (int i = 0; i < 8; i++) {
          assertThat(router.get("/f").body()).isEqualTo("other");
        }
        assertThat(service.hits()).isZero();
        assertThat(router.log())
            .containsOnlyOnce("there are no new identity tokens for http://127.0.0.1")
            .doesNotContain("SECRET");
      }
    }
  }

  /** The endpoint of a container, as ECS and EKS Pod Identity have it. */
  @Test
  void credentialsOfAnAwsContainerAreUsedAndOutliveTheirServer() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer container = server();
    container.createContext(
        "/creds",
        exchange -> {
          asked.incrementAndGet();
          byte[] body =
              """
              {"AccessKeyId": "%s", "SecretAccessKey": "%s", "Token": "a-session", "Expiration": "%s"}
              """
                  .formatted(
                      VerifyingTarget.ACCESS_KEY,
                      VerifyingTarget.SECRET_KEY,
                      Instant.now().plus(Duration.ofHours(1)))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    container.start();
    String uri = "http://127.0.0.1:" + container.getAddress().getPort() + "/creds";
    try (VerifyingTarget target = new VerifyingTarget();
        RouterProcess router =
            new RouterProcess(
                folder,
                config(aws(target.port())),
                Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri))) {
      assertThat(router.get("/f").body()).isEqualTo("signed 0");
      container.stop(0);
      assertThat(router.get("/f").body()).isEqualTo("signed 0");
      assertThat(asked).hasValue(1);
      assertThat(target.last().field("x-amz-security-token")).isEqualTo("a-session");
      assertThat(router.log()).doesNotContain("a-session", VerifyingTarget.SECRET_KEY);
    } finally {
      container.stop(0);
    }
  }

  /** A token of Kubernetes, or of another cloud, that AWS's Security Token Service takes. */
  @Test
  void aWebIdentityIsExchangedForCredentials() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer sts = server();
    sts.createContext(
        "/",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
          byte[] body =
              """
              <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                <AssumeRoleWithWebIdentityResult>
                  <AssumedRoleUser>
                    <Arn>arn:aws:sts::123456789012:assumed-role/router/s</Arn>
                    <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:s</AssumedRoleId>
                  </AssumedRoleUser>
                  <Credentials>
                    <SessionToken>an-sts-session</SessionToken>
                    <SecretAccessKey>%s</SecretAccessKey>
                    <Expiration>%s</Expiration>
                    <AccessKeyId>%s</AccessKeyId>
                  </Credentials>
                </AssumeRoleWithWebIdentityResult>
              </AssumeRoleWithWebIdentityResponse>
              """
                  .formatted(
                      VerifyingTarget.SECRET_KEY,
                      Instant.now().plus(Duration.ofHours(1)),
                      VerifyingTarget.ACCESS_KEY)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "text/xml");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    sts.start();
    Path token = Files.writeString(folder.resolve("token"), "a-web-identity");
    try (VerifyingTarget target = new VerifyingTarget();
        RouterProcess router =
            new RouterProcess(
                folder,
                config(aws(target.port())),
                Map.of(
                    "AWS_ROLE_ARN",
                    "arn:aws:iam::123456789012:role/router",
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    token.toString(),
                    "AWS_REGION",
                    "us-east-1",
                    "AWS_ENDPOINT_URL_STS",
                    "http://127.0.0.1:" + sts.getAddress().getPort()))) {
      assertThat(router.get("/f").body()).as(router::log).isEqualTo("signed 0");
      assertThat(target.last().field("x-amz-security-token")).isEqualTo("an-sts-session");
      assertThat(asked).singleElement().asString().contains("WebIdentityToken=a-web-identity");
      assertThat(router.log()).doesNotContain("an-sts-session", "a-web-identity");
    } finally {
      sts.stop(0);
    }
  }

  @Test
  void aFunctionKeyIsSentAndACallersOwnIsNot() throws IOException {
    Files.writeString(folder.resolve("function-key"), "the-key-of-the-app\n");
    try (StubTarget app =
            new StubTarget(
                request -> {
                  seen.add(request.headers().copy());
                  StubTarget.answer(request, 200, StubTarget.GUEST, "ok");
                });
        RouterProcess router = new RouterProcess(folder, config(azure(app.port())), Map.of())) {
      assertThat(router.get("/f", "X-Functions-Key", "forged").body()).isEqualTo("ok");
      assertThat(seen.getLast().getAll("x-functions-key")).containsExactly("the-key-of-the-app");
      assertThat(router.log()).doesNotContain("the-key-of-the-app");
    }
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
  }
}
