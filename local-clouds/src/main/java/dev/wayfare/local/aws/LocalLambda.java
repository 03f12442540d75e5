package dev.wayfare.local.aws;

import dev.wayfare.local.Lifetime;
import dev.wayfare.local.Options;
import dev.wayfare.local.StandIn;
import dev.wayfare.local.Unpacked;
import dev.wayfare.local.http.Listener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stand-in for AWS Lambda behind a Function URL, an API of API Gateway or a load balancer:
 * Amazon's own runtime client runs the packaged function in processes of its own, against a Runtime
 * API on loopback.
 */
public final class LocalLambda {
  private static final String HANDLER = "dev.wayfare.shim.aws.LambdaHandler::handleRequest";
  private static final String SHIM = "wayfare-shim-aws";
  private static final Set<String> OPTIONS =
      Set.of(
          "--package",
          "--runtime",
          "--port",
          "--front",
          "--initialization",
          "--environments",
          "--memory-mb",
          "--timeout-seconds");

  /**
   * Longer than the function host's own deadline of 30 s: Lambda kills an environment without a
   * word, where the host says what happened.
   */
  private static final int TIMEOUT_SECONDS = 35;

  private LocalLambda() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    StandIn.run("local-lambda", OPTIONS, LocalLambda::start, arguments);
  }

  private static int start(Options options, Lifetime lifetime)
      throws IOException, InterruptedException {
    Path code = lifetime.own(Unpacked.of(options.packageFile())).folder();
    if (!holdsShim(code.resolve("lib"))) {
      throw new IllegalArgumentException(
          options.packageFile() + " is no package for AWS: it holds no lib/" + SHIM + "….jar");
    }
    var function =
        new LambdaFunction(
            code,
            HANDLER,
            options.number("--memory-mb", 512, 128, 10_240),
            Duration.ofSeconds(options.number("--timeout-seconds", TIMEOUT_SECONDS, 1, 900)),
            options.number("--environments", 2, 1, 4),
            options.choice("--initialization", List.of("on-demand", "snap-start")));
    Front front = Front.of(options.choice("--front", Front.ids())).orElseThrow();
    return serve(options.runtime(), options.port(), front, function, lifetime);
  }

  private static boolean holdsShim(Path library) throws IOException {
    if (!Files.isDirectory(library)) {
      return false;
    }
    try (Stream<Path> files = Files.list(library)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(SHIM));
    }
  }

  /** Starts the first environment, then listens. */
  static int serve(
      Path runtimeJars, int port, Front front, LambdaFunction function, Lifetime lifetime)
      throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    var ids = new RequestIds(new SecureRandom());
    Vertx vertx = Listener.vertx();
    lifetime.own(vertx::close);
    Path scratch = lifetime.own(Unpacked.empty()).folder();
    LambdaRuntime runtime = LambdaRuntime.in(runtimeJars, function, scratch, System.getenv());
    var launcher = new EnvironmentLauncher(vertx, runtime, ids, clock);
    var pool = lifetime.own(new EnvironmentPool(function.concurrency(), launcher));
    pool.warmUp();
    var url = new FunctionEndpoint(front, pool, ids, clock);
    return lifetime
        .own(Listener.open(vertx, port, Front.EVENT_BYTES, FunctionEndpoint.TOO_LARGE, url))
        .port();
  }
}
