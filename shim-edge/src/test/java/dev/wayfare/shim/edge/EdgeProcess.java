package dev.wayfare.shim.edge;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own, with the guest {@link Guests#HELLO} at every path. */
final class EdgeProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  /**
   * Starts it, and waits until it answers.
   *
   * @param jvm options of the JVM
   * @param options the server's
   */
  EdgeProcess(Path folder, List<String> jvm, List<String> options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(EdgeServer.class.getName(), "--port", "0"));
    command.addAll(List.of("--function", "/=" + Guests.HELLO.jar(folder)));
    command.addAll(options);
    this.process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    this.port = URI.create(line.substring("listening ".length())).getPort();
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end, and returns its exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the server did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
