package dev.wayfare.bench.warm;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.aws.LambdaHandler;
import dev.wayfare.shim.azure.AzureFunction;
import dev.wayfare.shim.gcp.GoogleFunction;
import dev.wayfare.shim.host.FunctionHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request of 1 KB that comes back as it is, by each shim as its cloud's runtime calls it, and by
 * the host alone: the difference is what the shim adds. Needs a compiled module on the class path.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ShimBenchmark {
  static final String TARGET = "/echo";
  static final byte[] CONTENT = "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
  static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.of(
              "accept", "*/*",
              "content-length", Integer.toString(CONTENT.length),
              "content-type", "application/octet-stream",
              "host", "function.example.org",
              "user-agent", "bench",
              "x-forwarded-for", "192.0.2.1",
              "x-forwarded-proto", "https",
              "x-request-id", "0123456789abcdef0123456789abcdef"));

  private final Invocation invocation = invocation();
  private final byte[] event = event();
  private final AzureExchange azureRequest = new AzureExchange(FIELDS, CONTENT);
  private final ExecutionContext azureContext = stub(ExecutionContext.class);
  private final com.amazonaws.services.lambda.runtime.Context lambdaContext =
      stub(com.amazonaws.services.lambda.runtime.Context.class);

  private FunctionHost host;
  private LambdaHandler aws;
  private GoogleFunction google;

  /** Makes the host, and the shims with theirs. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    host = FunctionHost.builder(ShimBenchmark.class.getClassLoader(), Map.of()).build();
    aws = new LambdaHandler();
    google = new GoogleFunction();
    String answer = new String(aws(), StandardCharsets.UTF_8);
    boolean isRight =
        host().body().length() == CONTENT.length
            && google().answerBytes() == CONTENT.length
            && azure().getStatusCode() == 200
            && answer.contains("\"statusCode\":200");
    if (!isRight) {
      throw new IllegalStateException("an answer is wrong, such as " + answer);
    }
  }

  /** Ends the host. */
  @TearDown(Level.Trial)
  public void tearDown() {
    host.close();
  }

  /** What every shim calls. */
  @Benchmark
  public InvocationResult host() {
    return host.invoke(invocation);
  }

  /** An event of payload format 2.0, read and answered. */
  @Benchmark
  public byte[] aws() throws IOException {
    var response = new ByteArrayOutputStream(4096);
    aws.handleRequest(new ByteArrayInputStream(event), response, lambdaContext);
    return response.toByteArray();
  }

  /** An instance for each request, as Azure's worker makes them. */
  @Benchmark
  public HttpResponseMessage azure() {
    return new AzureFunction().run(azureRequest, azureContext);
  }

  /** Without Google's invoker. */
  @Benchmark
  public GoogleExchange google() throws IOException {
    var exchange = new GoogleExchange(FIELDS, CONTENT);
    google.service(exchange, exchange);
    return exchange;
  }

  private static Invocation invocation() {
    Headers headers = Headers.EMPTY;
    for (Map.Entry<String, String> field : FIELDS.entrySet()) {
      headers = headers.with(field.getKey(), field.getValue());
    }
    return Invocation.builder()
        .method("POST")
        .target(TARGET)
        .headers(headers)
        .body(Body.of(CONTENT))
        .build();
  }

  private static byte[] event() {
    var json = new StringBuilder("{\"version\":\"2.0\",\"routeKey\":\"$default\",\"headers\":{");
    FIELDS.forEach((name, value) -> json.append('"' + name + "\":\"" + value + "\"").append(','));
    json.setCharAt(json.length() - 1, '}');
    return json.append(
            ",\"rawPath\":\"" + TARGET + "\",\"rawQueryString\":\"\",\"requestContext\":")
        .append("{\"accountId\":\"anonymous\",\"http\":{\"method\":\"POST\",\"path\":\"/echo\",")
        .append("\"protocol\":\"HTTP/1.1\",\"sourceIp\":\"192.0.2.1\",\"userAgent\":\"bench\"},")
        .append(
            "\"requestId\":\"1\",\"stage\":\"$default\",\"timeEpoch\":1700000000000},\"body\":\"")
        .append(new String(CONTENT, StandardCharsets.US_ASCII))
        .append("\",\"isBase64Encoded\":false}")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A context of which a text is asked at most, or a logger. */
  private static <T> T stub(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == Logger.class
                    ? Logger.getAnonymousLogger()
                    : method.getReturnType() == String.class ? "1" : null));
  }
}
