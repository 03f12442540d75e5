package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wayfare.router.Router;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class ExplainCommandTest {
  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Wayfare.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Run(command.execute(arguments), out.toString(), err.toString());
  }

  private static String admin(int port) {
    return "--admin=http://127.0.0.1:" + port;
  }

  @Test
  void aRouterThatAsksForAKeyIsSentIt(@TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("admin"), "0123456789abcdef\n");
    Path other = Files.writeString(folder.resolve("other"), "0123456789abcdee");
    Path file = folder.resolve("wayfare.yaml");
    String text =
        """
        version: 1
        router: {port: 0, admin-port: 0, admin-key-file: admin}
        ledger: {memory: true}
        functions:
          f:
            path: /
            targets: [{id: t, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}]
        """;
    try (Router router = Router.start(WayfareConfig.parse(file, text))) {
      send(router.port(), "asked");
      String admin = admin(router.adminPort());
      assertThat(run("explain", "asked", admin, "--admin-key-file=" + key).out())
          .startsWith("request asked\n");
      for (Run without :
          List.of(
              run("explain", "asked", admin),
              run("explain", "asked", admin, "--admin-key-file=" + other))) {
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("asks for another key; give it with --admin-key-file");
      }
      Run none = run("explain", "asked", admin, "--admin-key-file=" + folder.resolve("none"));
      assertThat(none.code()).isEqualTo(2);
      assertThat(none.err()).startsWith("wayfare: there is no admin key in ");
    }
  }

  @Test
  void aDecisionIsExplainedWithinEightyColumns() throws Exception {
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    target.start();
    try (Router router = Router.start(config(target.getAddress().getPort()))) {
      send(router.port(), "my/request");
      Run run = run("explain", "my/request", admin(router.adminPort()));

      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .startsWith("request my/request\nfunction f at 20")
          .contains("\nsent to own\n")
          .contains(
              "\nown: the cheapest\n  about 0.000001 USD, sure: high (list: requests 0.000001")
          .contains("\nmystery: its price is not known: ")
          .contains("  no price\n")
          .contains("\nown answered after ");
      assertThat(run.out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
      assertThat(run.code()).isZero();
      assertThat(run("explain", "my/request", "--json", admin(router.adminPort())).out())
          .contains("\"verdict\" : \"the cheapest\"");
      Run unknown = run("explain", "other", admin(router.adminPort()));
      assertThat(unknown.err()).startsWith("wayfare: No such request is among the last 4096;");
      assertThat(unknown.code()).isEqualTo(1);
    } finally {
      target.stop(0);
    }
  }

  @Test
  void theCallersWayAndTheCarbonAreTold(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("carbon.yaml"), "'*': 500\n");
    String yaml =
        """
        version: 1
        router: {port: 0, admin-port: 0}
        ledger: {memory: true}
        policy:
          carbon: {file: carbon.yaml, usd-per-tonne: 80}
          callers: {regions: {here: {addresses: [127.0.0.1], added-latency: {local: 90ms}}}}
        functions:
          f:
            path: /f
            targets:
              - {id: own, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1",
                 price: {usd-per-million-requests: 1}}
        """;
    try (Router router = Router.start(WayfareConfig.parse(folder.resolve("wayfare.yaml"), yaml))) {
      send(router.port(), "far");
      String out = run("explain", "far", admin(router.adminPort())).out();
      assertThat(out.replaceAll("\\s+", " ")).contains(" and 90.0 ms for the caller's way, runs ");
      assertThat(out)
          .contains("\ncalled from here\n")
          .contains("\nown: the cheapest, carbon counted\n")
          .contains("\n  about 0.00000237 g of CO2e, which weigh as 0.00000000019 USD\n");
    }
  }

  private static void send(int port, String id) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/f"))
              .header("x-request-id", id)
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }

  private static WayfareConfig config(int port) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        """
        version: 1
        router: {port: 0, admin-port: 0}
        ledger: {memory: true}
        functions:
          f:
            path: /f
            targets:
              - {id: mystery, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}
              - {id: own, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
                 price: {usd-per-million-requests: 1}}
        """
            .formatted(port));
  }

  @Test
  void whereNobodyAnswersThatIsOneSentence() {
    Run run = run("explain", "x", "--admin", "http://127.0.0.1:1");
    assertThat(run.err())
        .isEqualTo(
            "wayfare: no router answers at http://127.0.0.1:1; give its admin server with"
                + " --admin\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a", "127.0.0.1:9090", "http://", "a b"})
  void aWrongAddressExitsWithTwo(String address) {
    Run run = run("explain", "x", "--admin", address);
    assertThat(run.err()).startsWith("wayfare: --admin takes an address such as").hasLineCount(1);
    assertThat(run.code()).isEqualTo(2);
  }
}
