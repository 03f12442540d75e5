package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that people use speak to the router, in clear and by TLS, in each version that they
 * know: each gets what it sent, whole.
 */
@Tag("toolchain")
final class RealClientsTest {
  private static final int LARGE_BYTES = 3 << 20;
  private static final String ALL = "2000 done, 2000 succeeded, 0 failed, 0 errored, 0 timeout";

  /** What becomes of requests when a target has too many is not the matter here. */
  private static final String UNLIMITED = "  concurrency: {min: 1024}\n";

  private static final String NODE_1 =
      """
      const {Agent, request} = require(process.argv[1].split(':')[0]);
      const agent = new Agent({keepAlive: true, maxSockets: 1});
      const sent = Buffer.alloc(2 << 20, 'node ');
      const once = () => new Promise((resolve, reject) => {
        const asked = request(process.argv[1], {method: 'POST', agent}, answer => {
          const parts = [];
          answer.on('data', part => parts.push(part));
          answer.on('end', () => resolve(
              [answer.statusCode, Buffer.concat(parts).equals(sent), asked.reusedSocket].join(' ')));
        });
        asked.on('error', reject);
        for (let at = 0; at < sent.length; at += 100000) asked.write(sent.subarray(at, at + 100000));
        asked.end();
      });
      once().then(first => once().then(second => {
        console.log(first + ', ' + second);
        agent.destroy();
      }));
      """;
  private static final String NODE_2 =
      """
      const url = new URL(process.argv[1]);
      const session = require('http2').connect(url.origin);
      const sent = Buffer.alloc(2 << 20, 'node ');
      const once = () => new Promise((resolve, reject) => {
        const stream = session.request({':method': 'POST', ':path': url.pathname});
        let status;
        const parts = [];
        stream.on('response', fields => status = fields[':status']);
        stream.on('data', part => parts.push(part));
        stream.on('end', () => resolve(status + ' ' + Buffer.concat(parts).equals(sent)));
        stream.on('error', reject);
        stream.end(sent);
      });
      Promise.all([once(), once(), once()]).then(all => {
        console.log(all.join(', '));
        session.close();
      });
      """;

  @TempDir private static Path shared;
  private static TestCertificate certificate;
  private static StubTarget echo;
  private static RunningRouter clear;
  private static RunningRouter encrypted;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    certificate = new TestCertificate(shared, "router");
    Files.writeString(shared.resolve("chain.pem"), certificate.certificatePem());
    Files.writeString(shared.resolve("key.pem"), certificate.keyPem());
    echo =
        new StubTarget(
            request ->
                request
                    .body()
                    .onSuccess(
                        body ->
                            request
                                .response()
                                .putHeader("content-type", "text/html")
                                .end(body.length() > 0 ? body : Buffer.buffer("<p>hello</p>"))));
    clear = new RunningRouter(UNLIMITED, echo.port());
    encrypted =
        new RunningRouter(
            UNLIMITED
                + "  tls: {certificate: \"%1$s/chain.pem\", key: \"%1$s/key.pem\"}\n"
                    .formatted(shared),
            echo.port());
  }

  @AfterAll
  static void stop() {
    encrypted.close();
    clear.close();
    echo.close();
  }

  /** Of the router that speaks {@code scheme}. */
  private static String url(String scheme) {
    int port = scheme.equals("https") ? encrypted.port() : clear.port();
    return "%s://127.0.0.1:%d/f".formatted(scheme, port);
  }

  private static String trusted() {
    return shared.resolve("chain.pem").toString();
  }

  private Path largeFile() throws Exception {
    byte[] bytes = new byte[LARGE_BYTES];
    new SplittableRandom(11).nextBytes(bytes);
    return Files.write(folder.resolve("large"), bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "http, --http1.0, 1",
    "http, --http1.1, 1.1",
    "http, --http2, 1.1",
    "http, --http2-prior-knowledge, 2",
    "https, --http1.1, 1.1",
    "https, --http2, 2"
  })
  void curlGetsAnAnswer(String scheme, String option, String version) throws Exception {
    assertThat(
            Command.run(
                "curl",
                "-sS",
                "--fail",
                "--cacert",
                trusted(),
                option,
                "-w",
                "%{http_version}",
                url(scheme)))
        .isEqualTo("<p>hello</p>" + version);
  }

  /** A client that has many bytes to send asks first whether it may. */
  @ParameterizedTest
  @CsvSource({
    "http, --http1.1, Expect: 100-continue",
    "http, --http1.1, Transfer-Encoding: chunked",
    "http, --http2-prior-knowledge, X-None: 1",
    "https, --http2, X-None: 1"
  })
  void curlGetsBackTheFileThatItSent(String scheme, String version, String field) throws Exception {
    Path sent = largeFile();
    Path got = folder.resolve("got");
    Command.run(
        "curl",
        "-sS",
        "--fail",
        "--cacert",
        trusted(),
        version,
        "-H",
        field,
        "--data-binary",
        "@" + sent,
        "-o",
        got.toString(),
        url(scheme));
    assertThat(Files.mismatch(sent, got)).isEqualTo(-1);
  }

  /** Debian's curl fails to do that by HTTP/2 without TLS, whatever the server. */
  @ParameterizedTest
  @CsvSource({"http, --http1.1", "https, --http2"})
  void curlUsesOneConnectionForManyRequests(String scheme, String version) throws Exception {
    String url = url(scheme);
    assertThat(
            Command.run(
                "curl",
                "-sS",
                "--fail",
                "--cacert",
                trusted(),
                version,
                "-w",
                "%{num_connects}",
                url,
                url,
                url))
        .isEqualTo("<p>hello</p>1<p>hello</p>0<p>hello</p>0");
  }

  @Test
  void wrkSeesNothingButWholeAnswers() throws Exception {
    assertThat(Command.run("wrk", "-t2", "-c32", "-d2s", url("http")))
        .containsPattern("[1-9][0-9]* requests in")
        .doesNotContain("Non-2xx", "Socket errors");
  }

  @Test
  void h2loadSeesNothingButWholeAnswersByHttp11() throws Exception {
    assertThat(Command.run("h2load", "--h1", "-n2000", "-c8", "-m1", url("http"))).contains(ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void h2loadSeesNothingButWholeAnswersByHttp2(String scheme) throws Exception {
    assertThat(Command.run("h2load", "-n2000", "-c8", "-m20", url(scheme))).contains(ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void nghttpGetsBackTheFileThatItSent(String scheme) throws Exception {
    Path sent = largeFile();
    Path got = folder.resolve("got");
    Command.run(
        "sh",
        "-c",
        "nghttp --no-verify-peer -d \"$1\" \"$2\" >\"$3\"",
        "sh",
        sent.toString(),
        url(scheme),
        got.toString());
    assertThat(Files.mismatch(sent, got)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void nodeKeepsItsConnectionAndStreamsItsBody(String scheme) throws Exception {
    assertThat(node(NODE_1, scheme)).isEqualTo("200 true false, 200 true true\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void nodeHasManyRequestsUnderWayAtOnce(String scheme) throws Exception {
    assertThat(node(NODE_2, scheme)).isEqualTo("200 true, 200 true, 200 true\n");
  }

  private static String node(String script, String scheme) throws Exception {
    return Command.run(
        "env", "NODE_EXTRA_CA_CERTS=" + trusted(), "node", "-e", script, url(scheme));
  }

  @ParameterizedTest
  @CsvSource({"http, HTTP_1_1", "http, HTTP_2", "https, HTTP_1_1", "https, HTTP_2"})
  void javaGetsBackWhatItSent(String scheme, HttpClient.Version version) throws Exception {
    Path sent = largeFile();
    try (HttpClient client =
        HttpClient.newBuilder().version(version).sslContext(certificate.client()).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url(scheme)))
              .POST(HttpRequest.BodyPublishers.ofFile(sent))
              .build();
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.body()).isEqualTo(Files.readAllBytes(sent));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aBrowserShowsThePage(String scheme) throws Exception {
    assertThat(
            Command.run(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--ignore-certificate-errors",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                url(scheme) + "/a?b=c"))
        .contains("<p>hello</p>");
  }
}
