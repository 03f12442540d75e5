package dev.wayfare.local.aws;

import dev.wayfare.local.Child;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * How Lambda starts its managed Java runtime: Amazon's runtime interface client from a folder of
 * jars, with the flags and variables of the real one.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">The flags:
 *     the serial collector, compilation up to tier 1</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">The
 *     variables</a>
 */
final class LambdaRuntime {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String CLIENT_JAR = "aws-lambda-java-runtime-interface-client";
  private static final String NATIVE_LIBRARY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final String PASSED_ON = "WAYFARE_";

  private final LambdaFunction function;
  private final String classPath;
  private final Path nativeLibrary;
  private final Map<String, String> configuration;

  private LambdaRuntime(
      LambdaFunction function,
      String classPath,
      Path nativeLibrary,
      Map<String, String> configuration) {
    this.function = function;
    this.classPath = classPath;
    this.nativeLibrary = nativeLibrary;
    this.configuration = configuration;
  }

  /**
   * The runtime in a folder of jars.
   *
   * @param scratch a folder for the client's native library, which all environments share: left to
   *     itself each writes it to one and the same file in /tmp, over the others'
   * @param environment where the function's own variables, {@code WAYFARE_…}, are taken from
   */
  static LambdaRuntime in(
      Path folder, LambdaFunction function, Path scratch, Map<String, String> environment)
      throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    Path client =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().startsWith(CLIENT_JAR))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(folder + " lacks Amazon's " + CLIENT_JAR));
    var configuration = new HashMap<>(environment);
    configuration.keySet().removeIf(name -> !name.startsWith(PASSED_ON));
    return new LambdaRuntime(
        function,
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
        nativeLibrary(client, scratch),
        configuration);
  }

  /** The longest one invocation may take. */
  Duration timeout() {
    return function.timeout();
  }

  /** The process of one environment whose Runtime API listens on {@code port}. */
  ProcessBuilder process(int port, String logStream) {
    var builder = new ProcessBuilder(command()).directory(function.code().toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(configuration);
    variables.putAll(variables(port, logStream));
    return builder;
  }

  private List<String> command() {
    return List.of(
        Child.javaCommand(),
        // As ps shows it inside Lambda: 445645k at 512 MB, which is 85%.
        "-XX:MaxHeapSize=" + function.memoryMb() * 1024L * 85 / 100 + "k",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-XX:+TieredCompilation",
        "-XX:TieredStopAtLevel=1",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
        "--enable-native-access=ALL-UNNAMED",
        "-D" + NATIVE_LIBRARY + "=" + nativeLibrary,
        "-cp",
        classPath,
        CLIENT,
        function.handler());
  }

  private Map<String, String> variables(int port, String logStream) {
    return Map.ofEntries(
        Map.entry("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port),
        Map.entry("_HANDLER", function.handler()),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", LambdaFunction.NAME),
        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", LambdaFunction.VERSION),
        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb())),
        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + LambdaFunction.NAME),
        Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", logStream),
        Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", function.initialization()),
        Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_java25"),
        Map.entry("AWS_REGION", LambdaFunction.REGION),
        Map.entry("AWS_DEFAULT_REGION", LambdaFunction.REGION),
        Map.entry("LAMBDA_TASK_ROOT", function.code().toString()),
        Map.entry("LANG", "en_US.UTF-8"),
        Map.entry("TZ", ":UTC"),
        Map.entry("PATH", "/usr/local/bin:/usr/bin/:/bin"));
  }

  private static Path nativeLibrary(Path client, Path scratch) throws IOException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    boolean musl = Files.exists(Path.of("/etc/alpine-release"));
    String name = "jni/libaws-lambda-jni.linux" + (musl ? "_musl" : "") + "-" + machine + ".so";
    Path library = scratch.resolve("libaws-lambda-jni.so");
    try (var jar = new ZipFile(client.toFile())) {
      ZipEntry entry = jar.getEntry(name);
      if (entry == null) {
        throw new IOException(client + " holds no " + name);
      }
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, library);
      }
    }
    return library;
  }
}
