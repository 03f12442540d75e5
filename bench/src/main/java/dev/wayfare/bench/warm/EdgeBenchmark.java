package dev.wayfare.bench.warm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request of 1 KB that comes back, over one connection of loopback that stays open: to the edge
 * server, a process of its own whose port the property {@code wayfare.edge.port} tells, and to the
 * JDK's server with nothing behind it. What is left of the difference once {@link
 * ShimBenchmark#host} is taken away is what the shim adds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class EdgeBenchmark {
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Which server. */
  @Param({"edge", "jdk"})
  public String server = "jdk";

  private final byte[] request = request();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer jdk;
  private Socket socket;
  private DataInputStream in;

  /** Connects, and starts the JDK's server where that is asked. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10");
    jdk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jdk.setExecutor(threads);
    jdk.createContext("/", EdgeBenchmark::echo);
    jdk.start();
    int port =
        server.equals("jdk") ? jdk.getAddress().getPort() : Integer.getInteger("wayfare.edge.port");
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 8192));
  }

  /** Ends both. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    socket.close();
    jdk.stop(0);
    threads.shutdownNow();
  }

  /** There and back. */
  @Benchmark
  public byte[] roundTrip() throws IOException {
    socket.getOutputStream().write(request);
    int matched = 0;
    while (matched < END_OF_HEAD.length) {
      byte next = in.readByte();
      matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return in.readNBytes(ShimBenchmark.CONTENT.length);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private static byte[] request() {
    var head = new StringBuilder("POST ").append(ShimBenchmark.TARGET).append(" HTTP/1.1\r\n");
    ShimBenchmark.FIELDS.forEach(
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n")
        .append(new String(ShimBenchmark.CONTENT, StandardCharsets.US_ASCII))
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }
}
