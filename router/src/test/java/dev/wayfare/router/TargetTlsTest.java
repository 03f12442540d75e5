package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that are known by a private root, or that know the router by its certificate. */
final class TargetTlsTest {
  private static final String CA = "ca: \"FOLDER/ca.pem\"";
  private static final String PAIR =
      "certificate: \"FOLDER/router.pem\", key: \"FOLDER/router.key\"";

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Queue<String> callers = new ConcurrentLinkedQueue<>();
  private TestCertificate own;
  private TestCertificate router;

  @BeforeEach
  void write() throws Exception {
    own = new TestCertificate(folder, "target");
    Files.writeString(folder.resolve("ca.pem"), own.certificatePem());
    router = new TestCertificate(folder, "router");
    write(router);
  }

  private void write(TestCertificate certificate) throws Exception {
    Files.writeString(folder.resolve("router.pem"), certificate.certificatePem());
    Files.writeString(folder.resolve("router.key"), certificate.keyPem());
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** A server that lets in {@code clients}, or anybody where there are none. */
  private int server(TestCertificate... clients) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(own.certificatePem()))
                    .addKeyValue(Buffer.buffer(own.keyPem())));
    PemTrustOptions known = new PemTrustOptions();
    for (TestCertificate client : clients) {
      known.addCertValue(Buffer.buffer(client.certificatePem()));
    }
    if (clients.length > 0) {
      options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(known);
    }
    return vertx
        .createHttpServer(options)
        .requestHandler(
            request -> {
              callers.add(caller(request.connection()));
              StubTarget.answer(request, 200, StubTarget.GUEST, request.version().name());
            })
        .listen(0, "0.0.0.0")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private static String caller(io.vertx.core.http.HttpConnection connection) {
    try {
      return connection
          .peerCertificates()
          .getFirst()
          .toString()
          .replaceAll("(?s).*?CN=(\\w+).*", "$1");
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }

  private RunningRouter router(String host, int port, String files) {
    return new RunningRouter(
        "",
        List.of("https://" + host + ":" + port),
        files.isEmpty() ? "" : "tls: {" + files.replace("FOLDER", folder.toString()) + "}");
  }

  @Test
  void aPrivateRootIsTrustedWhereItIsNamed() throws Exception {
    int port = server();
    try (RunningRouter router = router("127.0.0.1", port, CA)) {
      assertThat(router.get("/f").body()).isEqualTo("HTTP_2");
    }
    try (RunningRouter router = router("127.0.0.1", port, "")) {
      assertThat(router.get("/f").statusCode()).isEqualTo(502);
    }
    assertThat(callers).containsExactly("nobody");
  }

  @Test
  void aCertificateOfAnotherHostIsNotTrusted() throws Exception {
    try (RunningRouter router = router("127.0.0.2", server(), CA)) {
      assertThat(router.get("/f").statusCode()).isEqualTo(502);
      assertThat(callers).isEmpty();
    }
  }

  @Test
  void aTargetThatAsksForACertificateLetsInWhoHasIt() throws Exception {
    int port = server(router);
    try (RunningRouter router = router("127.0.0.1", port, CA + ", " + PAIR)) {
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
    }
    try (RunningRouter router = router("127.0.0.1", port, CA)) {
      assertThat(router.get("/f").statusCode()).isEqualTo(502);
    }
    write(new TestCertificate(folder, "stranger"));
    try (RunningRouter router = router("127.0.0.1", port, CA + ", " + PAIR)) {
      assertThat(router.get("/f").statusCode()).isEqualTo(502);
    }
    assertThat(callers).containsExactly("router");
  }

  @Test
  void filesThatChangeAreTakenUpAndThoseThatCannotBeUsedAreNot() throws Exception {
    TestCertificate second = new TestCertificate(folder, "second");
    try (RunningRouter running = router("127.0.0.1", server(router, second), CA + ", " + PAIR)) {
      assertThat(running.get("/f").statusCode()).isEqualTo(200);
      Files.writeString(folder.resolve("router.pem"), second.certificatePem());
      assertThat(running.get("/f").statusCode()).isEqualTo(200);
      Files.writeString(folder.resolve("router.key"), second.keyPem());
      Await.until(
          "the new certificate is shown",
          () -> running.get("/f").statusCode() == 200 && callers.contains("second"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca: \"FOLDER/gone.pem\" | there is no file FOLDER/gone.pem; check \"tls\"",
        "ca: \"FOLDER/router.key\" | FOLDER/router.key holds no certificate in PEM that could sign",
        "certificate: \"FOLDER/ca.pem\", key: \"FOLDER/router.key\" | the key is that of another"
      })
  void filesThatCannotBeUsedEndTheStartInASentence(String files, String sentence)
      throws IOException {
    assertThatThrownBy(() -> router("127.0.0.1", 1, files))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining(sentence.replace("FOLDER", folder.toString()))
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain("\n"));
  }
}
