package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.wayfare.deployer.Traffic.Verdict;
import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The admin server of a router that says what the test says; the real one is in DeployIT. */
final class RouterTrafficTest {
  private static final Canary CANARY = new Canary(Slot.B, 0.25);

  private HttpServer admin;
  private volatile String canary = "null";

  /** Each look at it is 4 s later. */
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void start() throws IOException {
    admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    admin.createContext(
        "/targets",
        exchange -> {
          byte[] body =
              "{\"targets\":[{\"id\":\"other\"},{\"id\":\"lambda\",\"canary\":%s}]}"
                  .formatted(canary)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    admin.start();
  }

  @AfterEach
  void stop() {
    admin.stop(0);
  }

  private RouterTraffic traffic() {
    return new RouterTraffic(
        List.of(URI.create("http://127.0.0.1:" + admin.getAddress().getPort())),
        null,
        Duration.ofSeconds(3),
        () -> nanos.getAndAdd(Duration.ofSeconds(4).toNanos()));
  }

  private Verdict watch() {
    return traffic().watch("lambda", CANARY, Duration.ofSeconds(3));
  }

  @Test
  void aCanaryThatIsNotWithdrawnWentWell() {
    canary = "{\"slot\":\"b\",\"share\":0.25,\"requests\":17,\"errors\":0,\"withdrawn\":false}";
    assertThat(watch()).isEqualTo(new Verdict.Well(17));
  }

  @Test
  void aCanaryThatIsWithdrawnWentBackWithItsCounts() {
    canary =
        "{\"slot\":\"b\",\"share\":0.25,\"requests\":20,\"errors\":12,\"servingRequests\":90,"
            + "\"servingErrors\":1,\"withdrawn\":true}";
    assertThat(watch())
        .isEqualTo(
            new Verdict.Returned("12 of its 20 requests, and 1 of 90 of the version before"));
  }

  @Test
  void aRouterThatDoesNotTakeUpTheCanaryTellsNothing() {
    assertThat(watch()).isInstanceOf(Verdict.Unknown.class);
    canary = "{\"slot\":\"b\",\"share\":0.05,\"requests\":20,\"errors\":0,\"withdrawn\":false}";
    assertThat(watch()).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void aRouterThatDoesNotAnswerTellsNothing() {
    RouterTraffic traffic = traffic();
    admin.stop(0);
    assertThat(traffic.watch("lambda", CANARY, Duration.ofSeconds(3)))
        .isInstanceOf(Verdict.Unknown.class);
    assertThatThrownBy(traffic::requireRouters)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--router");
  }
}
