package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that speaks TLS. */
final class TlsListenerTest {
  private static final String GET = "GET /f HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir Path folder;
  private TestCertificate first;

  @BeforeEach
  void write() throws Exception {
    first = new TestCertificate(folder, "first");
    write(first.certificatePem(), first.keyPem());
  }

  private void write(String certificate, String key) throws IOException {
    Files.writeString(folder.resolve("chain.pem"), certificate);
    Files.writeString(folder.resolve("key.pem"), key);
  }

  private RunningRouter router(String more, StubTarget target) {
    return new RunningRouter(
        "  tls: {certificate: \"%1$s/chain.pem\", key: \"%1$s/key.pem\"%2$s}\n"
            .formatted(folder, more),
        target.port());
  }

  private static URI uri(RunningRouter router) {
    return URI.create("https://127.0.0.1:" + router.port() + "/f");
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void theHandshakeSettlesTheVersion(HttpClient.Version version) throws Exception {
    try (StubTarget target =
            new StubTarget(
                request -> request.response().end(request.getHeader("x-forwarded-proto")));
        RunningRouter router = router("", target);
        HttpClient client =
            HttpClient.newBuilder().version(version).sslContext(first.client()).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri(router)).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.body()).isEqualTo("https");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void bodiesPassBothWaysByTheSecondVersion() throws Exception {
    byte[] body = new byte[3 << 20];
    new java.util.SplittableRandom(3).nextBytes(body);
    try (StubTarget target =
            new StubTarget(request -> request.pipeTo(request.response().setChunked(true)));
        RunningRouter router = router("", target);
        HttpClient client = HttpClient.newBuilder().sslContext(first.client()).build()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(uri(router))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo(body);
    }
  }

  @Test
  void theVersionBeforeTheLastIsSpokenToo() throws Exception {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target);
        SSLSocket old = socket(first.client(), router)) {
      old.setEnabledProtocols(new String[] {"TLSv1.2"});
      old.startHandshake();
      assertThat(old.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  private static SSLSocket socket(SSLContext client, RunningRouter router) throws IOException {
    return (SSLSocket)
        client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), router.port());
  }

  /** True where the router shows {@code certificate} to who connects now. */
  private static boolean isServed(RunningRouter router, TestCertificate certificate)
      throws Exception {
    try (SSLSocket socket = socket(certificate.client(), router)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0].equals(certificate.certificate());
    } catch (SSLHandshakeException e) {
      return false;
    }
  }

  @Test
  void aNewCertificateIsTakenUpAndABrokenOneIsNot() throws Exception {
    TestCertificate second = new TestCertificate(folder, "second");
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target);
        HeardLog log = new HeardLog(TlsReload.class.getName());
        SSLSocket open = socket(first.client(), router)) {
      ask(open);
      write("nothing", first.keyPem());
      Await.until(
          "a sentence",
          () -> log.lines().stream().anyMatch(it -> it.contains("former certificate is kept")));
      assertThat(isServed(router, first)).isTrue();
      log.clear();
      write(second.certificatePem(), first.keyPem());
      Await.until(
          "a sentence",
          () -> log.lines().stream().anyMatch(it -> it.contains("that of another certificate")));
      assertThat(isServed(router, first)).isTrue();
      write(second.certificatePem(), second.keyPem());
      Await.until("the new certificate", () -> isServed(router, second));
      ask(open);
    }
  }

  private static void ask(SSLSocket open) throws IOException {
    open.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
    assertThat(RawClient.readHead(open.getInputStream())).startsWith("HTTP/1.1 200");
    assertThat(open.getInputStream().readNBytes(2)).hasSize(2);
  }

  @Test
  void whereClientsNeedACertificateOneWithoutIsRefused() throws Exception {
    TestCertificate other = new TestCertificate(folder, "other");
    Files.writeString(folder.resolve("clients.pem"), first.certificatePem());
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router(", client-ca: \"" + folder + "/clients.pem\"", target)) {
      try (SSLSocket known = socket(first.client(), router)) {
        ask(known);
      }
      SSLContext stranger = other.clientThatTrusts(first);
      try (SSLSocket unknown = socket(stranger, router)) {
        assertThatThrownBy(() -> ask(unknown)).isInstanceOf(IOException.class);
      }
      assertThat(target.hits()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gone.pem | key.pem | there is no file FOLDER/gone.pem; check \"tls\"",
        "key.pem | key.pem | FOLDER/key.pem and FOLDER/key.pem are not a certificate and its key",
        "chain.pem | chain.pem | are not a certificate and its key in PEM, without a password (",
        "chain.pem | other.pem | (the key is that of another certificate)"
      })
  void filesThatCannotBeUsedEndTheStartInASentence(String chain, String key, String sentence)
      throws Exception {
    Files.writeString(folder.resolve("other.pem"), new TestCertificate(folder, "other").keyPem());
    String tls =
        "  tls: {certificate: \"%1$s/%2$s\", key: \"%1$s/%3$s\"}\n".formatted(folder, chain, key);
    assertThatThrownBy(() -> new RunningRouter(tls, List.of("http://127.0.0.1:1")))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining(sentence.replace("FOLDER", folder.toString()))
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain("\n"));
  }
}
