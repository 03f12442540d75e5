package dev.wayfare.local.edge;

import dev.wayfare.local.Child;
import dev.wayfare.local.Lifetime;
import dev.wayfare.local.Options;
import dev.wayfare.local.StandIn;
import dev.wayfare.local.Unpacked;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stand-in for a machine of one's own: it runs the packaged server as that machine would. */
public final class LocalEdge {
  private static final String ARCHIVE = "function.jar";
  private static final String READY = "listening ";
  private static final Duration START = Duration.ofSeconds(30);

  /** Less than the server's own drain of five seconds: whoever ends a stand-in wants it gone. */
  private static final Duration GRACE = Duration.ofMillis(1500);

  private LocalEdge() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    StandIn.run("local-edge", Set.of("--package", "--port"), LocalEdge::start, arguments);
  }

  private static int start(Options options, Lifetime lifetime)
      throws IOException, InterruptedException {
    Path folder = lifetime.own(Unpacked.of(options.packageFile())).folder();
    if (!Files.isRegularFile(folder.resolve(ARCHIVE))) {
      throw new IllegalArgumentException(
          options.packageFile() + " is no edge package: it holds no " + ARCHIVE);
    }
    var port = new CompletableFuture<Integer>();
    Child server =
        lifetime.own(Child.start(process(folder, options.port()), GRACE, line -> read(line, port)));
    server.onExit(code -> ended(code, port, lifetime));
    return await(port);
  }

  private static ProcessBuilder process(Path folder, int port) {
    return new ProcessBuilder(
            Child.javaCommand(),
            "-XX:-DontCompileHugeMethods",
            "-jar",
            ARCHIVE,
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--exit-at-stdin-end")
        .directory(folder.toFile());
  }

  private static void read(String line, CompletableFuture<Integer> port) {
    if (line.startsWith(READY)) {
      port.complete(URI.create(line.substring(READY.length())).getPort());
    } else {
      System.err.println(line);
    }
  }

  /** A server that ends later takes its stand-in with it: whoever started that should know. */
  private static void ended(int code, CompletableFuture<Integer> port, Lifetime lifetime) {
    boolean starting =
        port.completeExceptionally(
            new IOException("the packaged server ended with exit code " + code));
    if (!starting) {
      lifetime.exit(code);
    }
  }

  private static int await(CompletableFuture<Integer> port)
      throws IOException, InterruptedException {
    try {
      return port.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the packaged server did not start within " + START, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? e.toString() : String.valueOf(cause.getMessage()), e);
    }
  }
}
