package dev.wayfare.local.aws;

import dev.wayfare.local.Child;
import dev.wayfare.local.http.Listener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Starts execution environments: a cold start each.
 *
 * @param vertx what their Runtime APIs listen with
 * @param runtime how their processes start
 * @param ids what names them
 * @param clock the time of day
 */
record EnvironmentLauncher(Vertx vertx, LambdaRuntime runtime, RequestIds ids, InstantSource clock)
    implements EnvironmentPool.Starter {

  @Override
  public ExecutionEnvironment start() throws IOException, InterruptedException {
    ExecutionEnvironment environment = launch();
    try {
      environment.awaitInit();
      return environment;
    } catch (IOException | InterruptedException e) {
      environment.close();
      throw e;
    }
  }

  private ExecutionEnvironment launch() throws IOException {
    var api = new RuntimeApi();
    Listener listener = Listener.open(vertx, 0, RuntimeApi.LIMIT_BYTES, RuntimeApi.TOO_LARGE, api);
    try {
      ProcessBuilder builder = runtime.process(listener.port(), ids.requestId());
      // Lambda does not ask an environment to end either, unless it has extensions.
      Child process = Child.start(builder, Duration.ZERO, System.err::println);
      process.onExit(api::died);
      return new ExecutionEnvironment(api, listener, process, runtime.timeout(), clock);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }
}
