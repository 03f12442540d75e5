package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several modules in one server. */
final class FunctionsTest {
  @TempDir private Path folder;

  @Test
  void aRequestGoesToTheLongestPrefixOfWholeSegments() throws IOException {
    EdgeOptions options =
        EdgeOptions.parse(
            "--port",
            "0",
            "--function",
            "/hello=" + Guests.HELLO.jar(folder),
            "--function",
            "/hello/handler=" + Guests.HANDLER.jar(folder));
    // The class path has a module too, as a package has that is started with --function.
    try (EdgeServer server = EdgeServer.start(options, Guests.HANDLER.classPath())) {
      assertThat(get(server, "/hello")).contains(Guests.HELLO.sha256(), "\"path\":\"/hello\"");
      assertThat(get(server, "/hello/handlers")).contains(Guests.HELLO.sha256());
      assertThat(get(server, "/hello/handler"))
          .contains(Guests.HANDLER.sha256(), "\"path\":\"/hello/handler\"");
      assertThat(get(server, "/hello/handler/x?y"))
          .contains(Guests.HANDLER.sha256(), "\"path\":\"/hello/handler/x\"");
      assertThat(get(server, "/other"))
          .startsWith("HTTP/1.1 404 ")
          .endsWith("no function has this path\n");
    }
  }

  @Test
  void aFileThatIsNoFunctionJarIsRefusedInOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "text");
    assertThatThrownBy(() -> start("/=" + text)).hasMessageStartingWith(text + " is no jar");
    assertThatThrownBy(() -> start("/=" + folder.resolve("missing")))
        .hasMessageStartingWith("there is no function jar " + folder.resolve("missing"));
    Path jar = Guests.HELLO.jar(folder);
    Path empty = Files.write(folder.resolve("empty"), emptyJar());
    assertThatThrownBy(() -> start("/=" + empty))
        .hasMessageStartingWith(empty + " holds no compiled module");
    assertThat(jar).exists();
  }

  private static byte[] emptyJar() {
    byte[] end = new byte[22];
    end[0] = 'P';
    end[1] = 'K';
    end[2] = 5;
    end[3] = 6;
    return end;
  }

  private static void start(String function) throws IOException {
    EdgeOptions options = EdgeOptions.parse("--port", "0", "--function", function);
    EdgeServer.start(options, Guests.HELLO.classPath()).close();
  }

  private static String get(EdgeServer server, String target) throws IOException {
    return Wire.exchange(server.port(), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }
}
