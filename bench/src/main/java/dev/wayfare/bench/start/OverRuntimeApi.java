package dev.wayfare.bench.start;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's runtime API, as small as it can be: hands out events, and takes what the runtime posts.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
final class OverRuntimeApi implements Asking {
  private static final String EVENT =
      """
      {"version":"2.0","routeKey":"$default","rawPath":"/hello","rawQueryString":"name=Ada",
      "headers":{"host":"x.lambda-url.us-east-1.on.aws","user-agent":"bench","accept":"*/*",
      "x-name":"Ada","x-forwarded-proto":"https"},
      "requestContext":{"accountId":"anonymous","http":{"method":"GET","path":"/hello",
      "protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"bench"},"requestId":"1",
      "stage":"$default","timeEpoch":1700000000000},"isBase64Encoded":false}
      """;

  private static final Pattern BODY = Pattern.compile("\"body\"\\s*:\\s*\"([A-Za-z0-9+/=]*)\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<String> events = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<Posted> posted = new ArrayBlockingQueue<>(16);

  /** What came, and when. */
  private record Posted(String path, String body, long nanos) {}

  OverRuntimeApi() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @Override
  public String place() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public long ask(Process process) throws IOException {
    try {
      events.put(EVENT);
      Posted answer = null;
      while (answer == null && process.isAlive()) {
        answer = posted.poll(1, TimeUnit.SECONDS);
      }
      if (answer == null || !answer.path.endsWith("/response")) {
        throw new IOException("the function did not answer, but: " + answer);
      }
      Asking.check(answer.body + text(answer.body), "Hello, Ada!");
      return answer.nanos;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String text(String answer) {
    Matcher body = BODY.matcher(answer);
    return body.find()
        ? new String(Base64.getDecoder().decode(body.group(1)), StandardCharsets.UTF_8)
        : answer;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("POST")) {
        posted.add(new Posted(exchange.getRequestURI().getPath(), body, System.nanoTime()));
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
      headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
      headers.set(
          "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:1:function:bench");
      headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
