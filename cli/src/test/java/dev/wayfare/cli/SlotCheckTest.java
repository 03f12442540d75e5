package dev.wayfare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import dev.wayfare.shim.Body;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a new endpoint may take until it answers as its module does. */
final class SlotCheckTest {
  private static final GoldenCase REQUEST = GoldenCase.front("/");

  @TempDir private Path folder = Path.of("");
  private HttpServer endpoint;
  private int requests;

  /** So many requests are answered with {@code early}, and all others with 200. */
  private int untilKnown;

  private int early;
  private String body = "hello";

  @BeforeEach
  void listen() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          requests++;
          byte[] text = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(requests > untilKnown ? 200 : early, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    endpoint.start();
  }

  @AfterEach
  void close() {
    endpoint.stop(0);
  }

  private Optional<String> fault() throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            deployment: {}
            functions:
              f:
                path: /
                targets: [{id: t, provider: azure, region: eastus, memory: 2048MiB}]
            """);
    var version =
        new DeployedSlot(
            URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort()),
            "sha256:" + "a".repeat(64),
            "a".repeat(64),
            "1",
            Instant.EPOCH);
    var target =
        new DeployedTarget(
            "f", "azure", "eastus", "wayfare-f-t", Slot.A, null, Map.of(Slot.A, version));
    var own = new Answer(200, List.of(), Body.utf8("hello"));
    return new SlotCheck(
            file, Map.of("f", new GoldenAnswers(Map.of(REQUEST, own))), Duration.ofMillis(1))
        .fault("t", DeployedTargets.EMPTY.with("t", target));
  }

  @Test
  void whatAnswersAsItsModuleIsAskedOnce() throws Exception {
    assertThat(fault()).isEmpty();
    assertThat(requests).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 500, 503})
  void whatIsNotKnownEverywhereYetIsWaitedFor(int status) throws Exception {
    early = status;
    untilKnown = 3;
    assertThat(fault()).isEmpty();
    assertThat(requests).isGreaterThan(3);
  }

  @Test
  void whatAnswersOtherwiseIsBelievedAtOnce() throws Exception {
    body = "other";
    assertThat(fault()).hasValueSatisfying(it -> assertThat(it).startsWith("GET /: "));
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void whatStaysForbiddenIsAFaultInTheEnd() throws Exception {
    early = 404;
    untilKnown = Integer.MAX_VALUE;
    assertThat(fault()).hasValueSatisfying(it -> assertThat(it).contains("status 404, not 200"));
    assertThat(requests).isEqualTo(SlotCheck.TRIES);
  }
}
