package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.Answer;
import dev.wayfare.shim.contract.ContractGuest;
import dev.wayfare.shim.contract.HelloGuest;
import dev.wayfare.shim.contract.WireClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract over a real connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EdgeServerTest extends AdapterContract {
  private static final EdgeOptions ANY_PORT = EdgeOptions.parse("--port", "0");

  private EdgeServer server;

  @BeforeAll
  void start() throws IOException {
    server = EdgeServer.start(ANY_PORT, ContractGuest.classPath(), ContractGuest.ENVIRONMENT);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  protected Target target() {
    return Target.EDGE;
  }

  @Override
  protected Adapter adapter() {
    return request -> send(server.port(), request);
  }

  @Test
  void aPortInUseIsRefusedInOneSentence() {
    EdgeOptions taken = EdgeOptions.parse("--port", Integer.toString(server.port()));
    assertThatThrownBy(() -> EdgeServer.start(taken, HelloGuest.classPath()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.port())
        .hasMessageEndingWith("choose another --port");
  }

  @Test
  void theHostsFiguresAreShownOnAPortOfTheirOwn() throws Exception {
    EdgeOptions options = EdgeOptions.parse("--port", "0", "--metrics-port", "0");
    try (EdgeServer measured = EdgeServer.start(options, HelloGuest.classPath())) {
      assertThat(send(measured.port(), Invocation.builder().target("/hello").build()).status())
          .isEqualTo(200);
      int port = measured.adminPort().orElseThrow();
      Answer page = send(port, Invocation.builder().target("/metrics").build());
      assertThat(page.text())
          .contains(
              """
              # TYPE wayfare_host_invocations_total counter
              wayfare_host_invocations_total{prefix="/"} 1
              """)
          .contains("wayfare_host_invocations_rejected_total{prefix=\"/\"} 0\n")
          .containsPattern("wayfare_host_wait_seconds_max\\{prefix=\"/\"} 0\\.\\d{9}\n")
          .contains("wayfare_host_guests_made_total{prefix=\"/\"} ");
      EdgeOptions taken =
          EdgeOptions.parse("--port", "0", "--metrics-port", Integer.toString(port));
      assertThatThrownBy(() -> EdgeServer.start(taken, HelloGuest.classPath()))
          .hasMessageStartingWith("cannot show metrics on 127.0.0.1:" + port);
    }
  }

  @Test
  void aClosedServerAcceptsNothingMore() throws Exception {
    EdgeServer other = EdgeServer.start(ANY_PORT, ContractGuest.classPath());
    int port = other.port();
    assertThat(send(port, Invocation.builder().build())).isNotNull();
    other.close();
    assertThatThrownBy(() -> send(port, Invocation.builder().build()))
        .isInstanceOf(ConnectException.class);
  }

  private static Answer send(int port, Invocation request) throws IOException {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    return WireClient.send(URI.create("http://127.0.0.1:" + port), request.path() + query, request);
  }
}
