package dev.wayfare.shim.azure;

import dev.wayfare.shim.host.FunctionHost;
import java.time.Clock;
import java.time.InstantSource;

/**
 * What all invocations of one worker process share.
 *
 * @param host runs the module
 * @param log where the host's lines go
 * @param clock when it is
 */
record Worker(FunctionHost host, WorkerLog log, InstantSource clock) {

  /**
   * The one of this process, made when it is first asked for.
   *
   * <p>Where the Functions host ends a worker, that calls {@link System#exit}, "keeping the grpc
   * client connection open here in case it is used by user's shutdown hooks" (<a
   * href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/handler/WorkerTerminateRequestHandler.java">its
   * handler of WorkerTerminate</a>). So a hook lets invocations under way end; there is no other
   * notice. A host that kills its worker gives none.
   */
  static Worker ofProcess() {
    return Shared.WORKER;
  }

  private static Worker start() {
    var log = new WorkerLog(System.out);
    FunctionHost host =
        FunctionHost.ofClassPath(Worker.class.getClassLoader(), System.getenv(), log);
    Runtime.getRuntime().addShutdownHook(new Thread(host::close, "wayfare-drain"));
    return new Worker(host, log, Clock.systemUTC());
  }

  private static final class Shared {
    static final Worker WORKER = start();
  }
}
