package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with certificates in files, and callers with certificates of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {
  private static final String AT_LOOPBACK = "san=ip:127.0.0.1";

  @TempDir private static Path folder;
  private Certificates all;

  @BeforeAll
  void issue() throws Exception {
    all = new Certificates(folder);
    all.issue("server", "EC", "-ext", AT_LOOPBACK);
    all.issue("renewed", "RSA", "-ext", AT_LOOPBACK);
    all.issue("edwards", "Ed25519", "-ext", AT_LOOPBACK);
    all.issue("ca", "EC", "-ext", "bc:c");
    all.issue("router", "EC", "-signer", "ca", "-ext", "eku=clientAuth");
    all.issue("stranger", "EC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "renewed", "edwards"})
  void aFunctionIsServedOverTls(String identity) throws Exception {
    try (EdgeServer server = start(identity)) {
      HttpResponse<String> answer = get(server, all.client(identity), "/hello");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"path\":\"/hello\"");
    }
  }

  @Test
  void aCallerWithoutACertificateOfTheCaIsRefusedInTheHandshake() throws Exception {
    String ca = all.certificate("ca", "ca.pem").toString();
    try (EdgeServer server = start("server", "--client-ca", ca)) {
      assertThat(get(server, all.client("server", "router"), "/hello").statusCode()).isEqualTo(200);
      for (SSLContext stranger : List.of(all.client("server"), all.client("server", "stranger"))) {
        assertThatThrownBy(() -> get(server, stranger, "/hello")).isInstanceOf(IOException.class);
      }
      assertThat(get(server, all.client("server", "router"), "/hello").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void plainHttpToATlsPortIsNoAnswerAndTheServerGoesOn() throws Exception {
    try (EdgeServer server = start("server")) {
      assertThat(Wire.exchange(server.port(), "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"))
          .doesNotContain("HTTP/1.1");
      assertThat(get(server, all.client("server"), "/hello").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theNamesOfCallersAreNotLookedUp() throws Exception {
    // This loopback address has a name in every resolver.
    assertThat(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName())
        .isEqualTo("127.0.0.1");
    assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
  }

  @Test
  void filesThatChangedAreReadAgainOnceASecond() throws Exception {
    var files = files("server", "reload");
    var nanos = new AtomicLong();
    var warnings = new ArrayList<String>();
    SSLContext context = ReloadedTls.of(files, nanos::get, warnings::add);
    all.certificate("renewed", "reload.pem");
    all.key("renewed", "reload.key");
    assertThat(shown(context)).as("before a second is over").isEqualTo("CN=server");
    nanos.addAndGet(1_000_000_000);
    assertThat(shown(context)).isEqualTo("CN=renewed");
    assertThat(warnings).isEmpty();
  }

  @Test
  void filesThatCannotBeUsedKeepTheFormerOnesAndAreNamedOnce() throws Exception {
    var files = files("server", "broken");
    var nanos = new AtomicLong();
    var warnings = new ArrayList<String>();
    SSLContext context = ReloadedTls.of(files, nanos::get, warnings::add);
    all.certificate("renewed", "broken.pem");
    for (int i = 0; i < 3; i++) {
      nanos.addAndGet(1_000_000_000);
      assertThat(shown(context)).isEqualTo("CN=server");
    }
    assertThat(warnings)
        .containsExactly(
            "the former certificate is kept: the key "
                + files.key()
                + " is no RSA key, as its certificate's is");
    all.key("renewed", "broken.key");
    nanos.addAndGet(1_000_000_000);
    assertThat(shown(context)).isEqualTo("CN=renewed");
  }

  @Test
  void filesThatAreNoPairOrNoneAreRefusedInOneSentence() throws Exception {
    Path certificate = all.certificate("server", "a.pem");
    Path key = all.key("server", "a.key");
    assertThatThrownBy(() -> read(certificate, all.key("router", "router.key")))
        .hasMessageContaining("is not that of the certificate " + certificate);
    assertThatThrownBy(() -> read(certificate, all.key("renewed", "renewed.key")))
        .hasMessageEndingWith("is no EC key, as its certificate's is");
    assertThatThrownBy(() -> read(key, key)).hasMessageContaining("holds no certificate in PEM");
    assertThatThrownBy(() -> read(folder.resolve("nowhere"), key))
        .hasMessage("there is no file " + folder.resolve("nowhere") + "; check the path");
    assertThatThrownBy(() -> read(certificate, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> read(certificate, certificate))
        .hasMessageContaining("has no private key, but PKCS#8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void aKeyInAnotherFormIsRefusedWithoutAWordOfIt(String label) throws Exception {
    Path certificate = all.certificate("server", "b.pem");
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    Path key = Files.writeString(folder.resolve("b.key"), Certificates.block(label, bytes));
    assertThatThrownBy(() -> read(certificate, key))
        .hasMessageContaining("has the form \"" + label + "\"")
        .hasMessageEndingWith("openssl pkcs8 -topk8 -nocrypt converts keys");
    Files.writeString(key, Certificates.block("PRIVATE KEY", bytes));
    assertThatThrownBy(() -> read(certificate, key))
        .hasMessage("the key " + key + " is no EC key, as its certificate's is");
  }

  private TlsFiles files(String alias, String name) throws Exception {
    return new TlsFiles(
        all.certificate(alias, name + ".pem"), all.key(alias, name + ".key"), Optional.empty());
  }

  private static void read(Path certificate, Path key) throws IOException {
    var unused = new TlsFiles(certificate, key, Optional.empty()).read();
  }

  private EdgeServer start(String identity, String... more) throws Exception {
    TlsFiles files = files(identity, "tls-" + identity);
    var options = new ArrayList<>(List.of("--port", "0"));
    options.addAll(List.of("--tls-cert", files.certificate().toString()));
    options.addAll(List.of("--tls-key", files.key().toString()));
    options.addAll(List.of(more));
    return EdgeServer.start(
        EdgeOptions.parse(options.toArray(String[]::new)), Guests.HELLO.classPath());
  }

  private static HttpResponse<String> get(EdgeServer server, SSLContext context, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      URI uri = URI.create("https://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  /** Whose certificate a context shows, found out by a handshake in memory. */
  private String shown(SSLContext server) throws Exception {
    SSLEngine serving = server.createSSLEngine();
    serving.setUseClientMode(false);
    return new Handshake(trustingAll().createSSLEngine(), serving).peer();
  }

  private SSLContext trustingAll() throws Exception {
    var client = SSLContext.getInstance("TLS");
    client.init(null, new TrustManager[] {new TrustsAll()}, null);
    return client;
  }

  /** Tests look at certificates; whether they are trusted is not their question. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
