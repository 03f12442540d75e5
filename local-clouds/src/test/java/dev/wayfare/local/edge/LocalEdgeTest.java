package dev.wayfare.local.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.local.Archives;
import dev.wayfare.local.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a stand-in's process, and of its child. */
final class LocalEdgeTest {
  private static final String MANIFEST =
      "Manifest-Version: 1.0\nMain-Class: " + TinyServer.class.getName() + "\n\n";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void itAnswersAndEndsWithItsChildWhenItIsTold() throws Exception {
    int port = listen();
    process().destroy();
    assertThatItEnds(port, 0);
  }

  @Test
  void itEndsWithItsChildWhenItsStandardInputDoes() throws Exception {
    int port = listen();
    process().getOutputStream().close();
    assertThatItEnds(port, 0);
  }

  @Test
  void itsChildEndsEvenWhenItIsKilled() throws Exception {
    int port = listen();
    ProcessHandle child = process().children().findFirst().orElseThrow();
    process().destroyForcibly();
    assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
    assertThatThrownBy(() -> Wire.exchange(port, "GET", "/")).isInstanceOf(ConnectException.class);
  }

  @Test
  void itEndsWhenItsChildDoes() throws Exception {
    int port = listen();
    process().children().findFirst().orElseThrow().destroyForcibly();
    assertThatItEnds(port, 137);
  }

  @Test
  void aPackageThatIsNoneIsRefusedInOneSentence() throws Exception {
    start("--package", archive(Map.of("other.jar", new byte[1])).toString());
    assertThat(process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process().exitValue()).isEqualTo(2);
    assertThat(process().inputReader().readLine()).isNull();
    assertThat(process().errorReader().lines().toList())
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("local-edge: ")
        .endsWith("is no edge package: it holds no function.jar");
  }

  private int listen() throws IOException {
    Path jar =
        Archives.zip(
            folder.resolve("function.jar"),
            Map.of(
                "META-INF/MANIFEST.MF",
                MANIFEST.getBytes(StandardCharsets.UTF_8),
                Archives.path(TinyServer.class),
                Archives.bytes(TinyServer.class)));
    Path archive = archive(Map.of("function.jar", Files.readAllBytes(jar)));
    start("--package", archive.toString(), "--port", "0");
    BufferedReader output = process().inputReader();
    String line = output.readLine();
    assertThat(line).startsWith("listening http://127.0.0.1:");
    int port = URI.create(line.substring("listening ".length())).getPort();
    assertThat(Wire.exchange(port, "GET", "/")).startsWith("HTTP/1.1 203 ");
    return port;
  }

  private Process process() {
    return started.getLast();
  }

  private Path archive(Map<String, byte[]> files) {
    return Archives.zip(folder.resolve("package.zip"), files);
  }

  private void start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                LocalEdge.class.getName()));
    command.addAll(List.of(options));
    started.add(new ProcessBuilder(command).start());
  }

  private void assertThatItEnds(int port, int exitCode) throws Exception {
    assertThat(process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process().exitValue()).isEqualTo(exitCode);
    assertThatThrownBy(() -> Wire.exchange(port, "GET", "/")).isInstanceOf(ConnectException.class);
  }
}
