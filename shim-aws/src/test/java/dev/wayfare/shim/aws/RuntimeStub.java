package dev.wayfare.shim.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API for one environment: hands out the events it was given, keeps what comes
 * back, and remembers the order in which it was asked.
 */
final class RuntimeStub implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";

  private static final Map<String, String> HEAD =
      Map.of(
          "Content-Type", "application/json",
          "Lambda-Runtime-Aws-Request-Id", Lambda.REQUEST_ID,
          "Lambda-Runtime-Deadline-Ms", "4102444800000",
          "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:1:function:f",
          "Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793");

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Runnable onCheckpoint;

  /**
   * A stub.
   *
   * @param onCheckpoint runs where the snapshot would be taken
   */
  RuntimeStub(Runnable onCheckpoint) throws IOException {
    this.onCheckpoint = onCheckpoint;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext(BASE, this::answer);
    server.start();
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void submit(byte[] event) {
    events.add(new String(event, StandardCharsets.UTF_8));
  }

  BlockingQueue<String> responses() {
    return responses;
  }

  /** What was asked for, in order. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    asked.add(path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] answer = new byte[0];
    if (path.equals("restore/next")) {
      onCheckpoint.run();
    } else if (path.equals("invocation/next")) {
      // The client takes it that all of these are there.
      HEAD.forEach(exchange.getResponseHeaders()::add);
      answer = next().getBytes(StandardCharsets.UTF_8);
    } else {
      responses.add(path.replaceAll(".*/", "") + " " + new String(body, StandardCharsets.UTF_8));
    }
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String next() throws IOException {
    try {
      return events.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
