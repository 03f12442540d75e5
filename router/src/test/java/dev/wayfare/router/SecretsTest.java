package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.PlainJWT;
import dev.wayfare.router.config.KeyHash;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A router that has a secret of each kind, after good requests and bad ones: none of its secrets is
 * anywhere where somebody may read.
 */
final class SecretsTest {
  private static final String API_KEY = "wayfare_" + "0123456789abcdef".repeat(4);
  private static final String ADMIN_KEY = "the-admin-key-0123456789";
  private static final String TARGET_KEY = "the-key-of-the-target-01234";
  private static final String GUESSED_KEY = "a-guess-that-is-nobodys-business";

  @TempDir private Path folder = Path.of("");

  private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
  private final List<String> answers = new ArrayList<>();

  /** Keeps what is logged, at whatever level. */
  private final class Logs extends Handler {
    private final Logger router = Logger.getLogger("dev.wayfare");
    private final Logger libraries = Logger.getLogger("com.nimbusds");

    Logs() {
      for (Logger logger : List.of(router, libraries)) {
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
      }
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      logged.add(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      for (Logger logger : List.of(router, libraries)) {
        logger.removeHandler(this);
        logger.setLevel(null);
      }
    }
  }

  private final Logs logs = new Logs();

  @AfterEach
  void listenNoMore() {
    logs.close();
  }

  private String settings(Issuer issuer, Collector collector) throws IOException {
    Files.writeString(folder.resolve("admin"), ADMIN_KEY);
    Files.writeString(folder.resolve("target"), TARGET_KEY);
    return """
      admin-key-file: "%1$s/admin"
      decision-headers: true
    ledger: {memory: true}
    decision-log: {file: "%1$s/decisions.jsonl", sample: 100%%}
    request-log: {file: "%1$s/requests.jsonl"}
    tracing: {endpoint: "%2$s", sample: 100%%}
    access:
      jwt: {issuer: "%3$s", audience: %4$s, jwks-url: "%5$s", algorithms: [RS256]}
      consumers:
        shop: {key-hashes: ["%6$s"], rate: {per-second: 1, burst: 2}}
    """
        .formatted(
            folder,
            collector.endpoint(),
            Issuer.NAME,
            Issuer.AUDIENCE,
            issuer.jwksUrl(),
            KeyHash.of(API_KEY).text());
  }

  private HttpResponse<String> keep(HttpResponse<String> answer) {
    answers.add(answer.headers() + answer.body());
    return answer;
  }

  private int get(RunningRouter router, String... fields) {
    return keep(router.send(HttpRequest.newBuilder(router.uri("/f/x?token=a")).headers(fields)))
        .statusCode();
  }

  @Test
  void noneIsAnywhereThatSomebodyMayRead() throws Exception {
    List<String> secrets = new ArrayList<>(List.of(API_KEY, ADMIN_KEY, TARGET_KEY, GUESSED_KEY));
    var sentToTargets = new ConcurrentLinkedQueue<String>();
    try (Issuer issuer = new Issuer(InstantSource.system());
        Collector collector = new Collector();
        StubTarget failing =
            new StubTarget(
                request -> {
                  sentToTargets.add(request.headers().toString());
                  request.response().setStatusCode(503).end();
                });
        StubTarget target =
            new StubTarget(
                request -> {
                  sentToTargets.add(request.headers().toString());
                  StubTarget.answer(request, 200, StubTarget.GUEST, "hi");
                });
        RunningRouter router =
            new RunningRouter(
                settings(issuer, collector),
                List.of("http://127.0.0.1:" + failing.port(), "http://127.0.0.1:" + target.port()),
                "key-file: \"" + folder.resolve("target") + "\"")) {
      String name = "evil\r\n{\"at\":\"now\"}\u2028\u001b[31m";
      String good = issuer.token(name);
      String expired =
          issuer.signed(
              issuer
                  .claims("b")
                  .expirationTime(
                      Date.from(InstantSource.system().instant().minus(Duration.ofDays(1)))));
      String unsigned = new PlainJWT(issuer.claims("c").build()).serialize();
      JWSHeader unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("none").build();
      String forged = issuer.signed(unknown, issuer.claims("d"));
      secrets.addAll(List.of(good, expired, unsigned, forged));

      assertThat(get(router, "x-api-key", API_KEY, "x-request-id", "key")).isEqualTo(200);
      assertThat(get(router, "authorization", "Bearer " + good, "x-request-id", "token"))
          .isEqualTo(200);
      assertThat(get(router, "x-api-key", GUESSED_KEY)).isEqualTo(401);
      assertThat(get(router, "authorization", "Bearer " + expired)).isEqualTo(401);
      assertThat(get(router, "authorization", "Bearer " + unsigned)).isEqualTo(401);
      assertThat(get(router, "authorization", "Bearer " + forged)).isEqualTo(401);
      assertThat(get(router, "x-api-key", API_KEY, "authorization", "Bearer " + good))
          .isIn(200, 429);
      while (get(router, "x-api-key", API_KEY) != 429) {
        assertThat(target.hits()).isLessThan(1_000);
      }
      assertThat(keep(router.admin("/metrics")).statusCode()).isEqualTo(401);
      for (String page :
          List.of("/metrics", "/targets", "/decisions/key", "/decisions/token", "/none")) {
        assertThat(
                keep(router.send(
                        HttpRequest.newBuilder(router.adminUri(page))
                            .header("authorization", "Bearer " + ADMIN_KEY)))
                    .statusCode())
            .as(page)
            .isIn(200, 404);
      }
      collector.await(10).forEach(span -> answers.add(span.toString()));
    }
    String requests = Files.readString(folder.resolve("requests.jsonl"));
    String decisions = Files.readString(folder.resolve("decisions.jsonl"));
    String shown = "evil??{\"at\":\"now\"}??[31m".replace("\"", "\\\"");
    assertThat(requests.lines().filter(it -> it.contains(shown))).hasSize(1);
    assertThat(decisions.lines().filter(it -> it.contains(shown))).hasSize(1);
    assertThat(requests).contains("\"consumer\":\"shop\"").matches("[ -~\n]+");
    assertThat(answers)
        .anyMatch(it -> it.contains(shown))
        .anyMatch(it -> it.contains("enduser.id"));
    assertThat(logged).isNotEmpty();

    List<String> readable = new ArrayList<>(answers);
    readable.addAll(logged);
    readable.add(requests);
    readable.add(decisions);
    for (String secret : secrets) {
      assertThat(readable).noneMatch(it -> it.contains(secret));
    }
    assertThat(sentToTargets)
        .isNotEmpty()
        .allMatch(it -> it.contains(TARGET_KEY))
        .noneMatch(it -> it.contains(API_KEY) || it.contains(ADMIN_KEY));
  }
}
