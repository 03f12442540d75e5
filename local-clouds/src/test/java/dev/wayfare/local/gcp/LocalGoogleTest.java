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
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Google's own invoker. */
final class LocalGoogleTest {
  private static final Path RUNTIME = Path.of("target", "runtimes", "gcp").toAbsolutePath();
  private static final String TARGET = "dev.wayfare.local.gcp.TinyFunction";

  @TempDir private Path folder;
  private String classPath;

  @BeforeEach
  void deploy() throws ClassNotFoundException {
    // Not by a class literal: its interfaces are the invoker's, and not on this class path.
    String path = TARGET.replace('.', '/') + ".class";
    classPath =
        Archives.zip(folder.resolve("function.jar"), Map.of(path, Archives.bytes("/" + path)))
            .toString();
  }

  @Test
  void theFunctionAnswersAndSeesNothingButItsOwnClasses() throws Exception {
    int port = LocalGoogle.serve(RUNTIME, classPath, TARGET, 0);
    assertThat(Wire.exchange(port, "GET", "/a?b=c"))
        .startsWith("HTTP/1.1 203 ")
        .endsWith("http://localhost/a?b=c falsefalse");
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
