package dev.wayfare.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.wayfare.local.Archives;
import dev.wayfare.local.Lifetime;
import dev.wayfare.local.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Amazon's own runtime client, in processes of its own. */
final class LocalLambdaTest {
  private static final Path RUNTIME = Path.of("target", "runtimes", "aws").toAbsolutePath();

  private final Lifetime lifetime = new Lifetime();
  @TempDir private Path code;

  @BeforeEach
  void deploy() throws IOException {
    deploy(TinyHandler.class);
  }

  @AfterEach
  void end() {
    lifetime.close();
  }

  @Test
  void anEventGoesInAndAResponseComesOut() throws Exception {
    int port = serve(Duration.ofSeconds(30), 1);
    assertThat(Wire.exchange(port, "GET", "/a%2Fb?c=%zz|", "X-Y: z", "cookie: e=1; f=2"))
        .startsWith("HTTP/1.1 203 ")
        .contains("x-a: b", "Set-Cookie: c=1", "Set-Cookie: d=2", "x-amzn-RequestId: ")
        .contains("\"rawPath\":\"/a%2Fb\"", "\"rawQueryString\":\"c=%zz|\"", "\"x-y\":\"z\"")
        .contains("\"cookies\":[\"e=1\",\"f=2\"]");
  }

  @Test
  void theFunctionSeesLambdasVariablesAndNothingOfOurs() throws Exception {
    assertThat(Wire.exchange(serve(Duration.ofSeconds(30), 1), "GET", "/environment"))
        .contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512", "_HANDLER=", "LAMBDA_TASK_ROOT=" + code)
        .doesNotContain("MAVEN", "HOME=");
  }

  @Test
  void aFunctionThatFailsIsA502AndTheNextInvocationWorks() throws Exception {
    int port = serve(Duration.ofSeconds(30), 1);
    for (String failure : List.of("/throw", "/exit", "/huge", "/text")) {
      assertThat(Wire.exchange(port, "GET", failure)).as(failure).startsWith("HTTP/1.1 502 ");
      assertThat(Wire.exchange(port, "GET", "/")).as("after " + failure).contains(" 203 ");
    }
  }

  @Test
  void aFunctionThatHangsIsKilledAtItsTimeout() throws Exception {
    int port = serve(Duration.ofSeconds(3), 1);
    assertThat(Wire.exchange(port, "GET", "/hang")).startsWith("HTTP/1.1 502 ");
    assertThat(Wire.exchange(port, "GET", "/")).contains(" 203 ");
  }

  @Test
  void eachInvocationHasAnEnvironmentToItselfAndTheRestAreThrottled() throws Exception {
    int port = serve(Duration.ofSeconds(5), 2);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(callers.submit(() -> Wire.exchange(port, "GET", "/hang")));
      }
      List<String> statuses = new ArrayList<>();
      for (Future<String> answer : answers) {
        statuses.add(answer.get().substring(9, 12));
      }
      assertThat(statuses).containsExactlyInAnyOrder("502", "502", "429");
    }
  }

  @Test
  void aBodyThatLambdaWouldNotTakeIsRefused() throws Exception {
    int port = serve(Duration.ofSeconds(30), 1);
    assertThat(Wire.exchange(port, "POST", "/", new byte[5 << 20]))
        .startsWith("HTTP/1.1 413 ")
        .contains("RequestTooLargeException");
  }

  @Test
  void anEnvironmentMayGoThroughTheHooksOfASnapshot() throws Exception {
    int port = serve(Duration.ofSeconds(30), 1, "snap-start");
    assertThat(Wire.exchange(port, "GET", "/environment"))
        .contains("AWS_LAMBDA_INITIALIZATION_TYPE=snap-start");
  }

  @Test
  void aFunctionThatFailsInInitIsRefusedAtTheStart() throws IOException {
    deploy(BrokenHandler.class);
    String handler = BrokenHandler.class.getName() + "::handleRequest";
    var function = new LambdaFunction(code, handler, 512, Duration.ofSeconds(30), 1, "on-demand");
    assertThatIOException()
        .isThrownBy(
            () -> {
              int port = LocalLambda.serve(RUNTIME, 0, Front.FUNCTION_URL, function, lifetime);
              throw new AssertionError("it listens on " + port);
            })
        .withMessageStartingWith("the function failed in INIT: ")
        .withMessageContaining("broken on purpose");
  }

  private int serve(Duration timeout, int concurrency) throws Exception {
    return serve(timeout, concurrency, "on-demand");
  }

  private int serve(Duration timeout, int concurrency, String initialization) throws Exception {
    String handler = TinyHandler.class.getName() + "::handleRequest";
    var function = new LambdaFunction(code, handler, 512, timeout, concurrency, initialization);
    return LocalLambda.serve(RUNTIME, 0, Front.FUNCTION_URL, function, lifetime);
  }

  private void deploy(Class<?> type) throws IOException {
    Path file = code.resolve(Archives.path(type));
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, Archives.bytes(type));
  }
}
