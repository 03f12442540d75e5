package dev.wayfare.local.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.local.Archives;
import dev.wayfare.local.Wire;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Google's own invoker. */
final class LocalGoogleTest {
  private static final Path RUNTIME = Path.of("target", "runtimes", "gcp").toAbsolutePath();
  private static final String TARGET = "dev.wayfare.local.gcp.TinyFunction";

  private static final String EVENT_TARGET = "dev.wayfare.local.gcp.TinyEventFunction";

  @TempDir private Path folder;
  private String classPath;

  @BeforeEach
  void deploy() {
    // Not by class literals: their interfaces are the invoker's, and not on this class path.
    Map<String, byte[]> classes =
        Stream.of(TARGET, EVENT_TARGET)
            .map(name -> name.replace('.', '/') + ".class")
            .collect(Collectors.toMap(path -> path, path -> Archives.bytes("/" + path)));
    classPath = Archives.zip(folder.resolve("function.jar"), classes).toString();
  }

  @Test
  void theFunctionAnswersAndSeesNothingButItsOwnClasses() throws Exception {
    int port = LocalGoogle.serve(RUNTIME, classPath, TARGET, 0);
    assertThat(Wire.exchange(port, "GET", "/a?b=c"))
        .startsWith("HTTP/1.1 203 ")
        .endsWith("http://localhost/a?b=c falsefalse");
  }

  @Test
  void theFunctionSeesWhatGooglesFrontEndAddsAndNotWhatItRemoves() throws Exception {
    int port = LocalGoogle.serve(RUNTIME, classPath, TARGET, 0);
    String trace = "0af7651916cd43dd8448eb211c80319c";
    assertThat(
            Wire.exchange(
                port,
                "GET",
                "/fields",
                "x-forwarded-for: 6.6.6.6",
                "x-google-mine: 1",
                "traceparent: 00-" + trace + "-000000000000004a-01"))
        .contains("X-Forwarded-For=[6.6.6.6, 127.0.0.1]", "X-Forwarded-Proto=[http]")
        .contains("X-Cloud-Trace-Context=[" + trace + "/74;o=1]")
        .doesNotContain("x-google");
    assertThat(Wire.exchange(port, "GET", "/fields", "traceparent: 00-nonsense"))
        .containsPattern("traceparent=\\[00-[0-9a-f]{32}-[0-9a-f]{16}-00]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-type: my.type", "content-type: application/cloudevents+json"})
  void aFunctionForEventsGetsThemInEitherMode(String mode) throws Exception {
    int port = LocalGoogle.serve(RUNTIME, classPath, EVENT_TARGET, 0);
    String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"my.type\"}";
    assertThat(
            Wire.exchange(
                port,
                "POST",
                "/",
                event.getBytes(StandardCharsets.UTF_8),
                mode,
                "ce-specversion: 1.0",
                "ce-id: 1",
                "ce-source: /s"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void anEventThatTheFunctionThrowsForIsAnError() throws Exception {
    int port = LocalGoogle.serve(RUNTIME, classPath, EVENT_TARGET, 0);
    assertThat(
            Wire.exchange(
                port,
                "POST",
                "/",
                "ce-specversion: 1.0",
                "ce-id: 1",
                "ce-source: /s",
                "ce-type: x"))
        .startsWith("HTTP/1.1 500 ");
  }

  @Test
  void onlyLoopbackIsListenedOn() throws Exception {
    int port = LocalGoogle.serve(RUNTIME, classPath, TARGET, 0);
    Optional<InetAddress> outer = Wire.outerAddress();
    if (outer.isPresent()) {
      assertThatThrownBy(() -> new Socket(outer.get(), port)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aPortInUseIsRefusedInOneSentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatIOException()
          .isThrownBy(() -> LocalGoogle.serve(RUNTIME, classPath, TARGET, port))
          .withMessageStartingWith("cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void aTargetThatIsNotThereIsRefusedAtTheStart() {
    assertThatIOException()
        .isThrownBy(() -> LocalGoogle.serve(RUNTIME, classPath, "no.Such", 0))
        .withMessageContaining("no.Such");
  }
}
