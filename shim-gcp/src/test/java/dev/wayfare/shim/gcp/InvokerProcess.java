package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.contract.HelloGuest;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's own invoker in a process of its own, as Google starts it, around the guest in C. */
final class InvokerProcess implements AutoCloseable {
  private static final Path INVOKER =
      Path.of("target", "invoker", "java-function-invoker.jar").toAbsolutePath();
  private static final Pattern LISTENS = Pattern.compile("Started .*ServerConnector.*:([0-9]+)}");

  private final Process process;
  private final int port;
  private final Queue<String> log;
  private final Thread reader;

  private InvokerProcess(Process process, BufferedReader output) throws IOException {
    this.process = process;
    this.log = new ConcurrentLinkedQueue<>();
    this.port = port(output);
    this.reader = Thread.ofPlatform().daemon().start(() -> output.lines().forEach(log::add));
  }

  /**
   * Starts it, and returns once it listens.
   *
   * @param folder takes the guest's class path
   */
  static InvokerProcess start(String target, Path folder, Map<String, String> environment)
      throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            INVOKER.toString(),
            "--classpath",
            HelloGuest.write(folder) + File.pathSeparator + System.getProperty("java.class.path"),
            "--target",
            target,
            "--port",
            "0");
    // By this the invoker knows that it runs at Google's, and logs accordingly.
    builder.environment().put("K_SERVICE", "hello");
    builder.environment().putAll(environment);
    Process process = builder.redirectError(Redirect.INHERIT).start();
    try {
      return new InvokerProcess(process, process.inputReader());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.add(line);
      Matcher found = LISTENS.matcher(line);
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    throw new IOException("Google's invoker did not start: " + log);
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  Process process() {
    return process;
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** Sends bytes that no client would, on a connection of their own; gives all that comes back. */
  String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Ends it, and gives every line it wrote. */
  List<String> endedWith() throws InterruptedException {
    close();
    reader.join();
    return List.copyOf(log);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    assertThat(process.isAlive()).isFalse();
  }
}
