package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.util.Optional;

/**
 * The Azure function that serves a module. Its entry point is {@code
 * dev.wayfare.shim.azure.AzureFunction.run}.
 *
 * <p>Azure's Java worker makes a new instance of this class for each invocation, so the host
 * belongs to the class and lives as long as the worker.
 */
public final class AzureFunction {
  private final FunctionHost host;

  /** Serves the module on this class's own class path; the first instance loads it. */
  public AzureFunction() {
    this(Worker.HOST);
  }

  AzureFunction(FunctionHost host) {
    this.host = host;
  }

  /** Serves one request; never throws for what a caller or a guest did. */
  public HttpResponseMessage run(
      HttpRequestMessage<Optional<byte[]>> request, ExecutionContext context) {
    InvocationResult result = answer(request);
    if (!ResponseWriter.canCarry(result.headers())) {
      result =
          host.refuse(
              502,
              "the response sets several cookies, of which Azure Functions' Java worker can carry"
                  + " only one");
    }
    return ResponseWriter.write(result, request);
  }

  private InvocationResult answer(HttpRequestMessage<Optional<byte[]>> request) {
    try {
      return host.invoke(RequestReader.read(request));
    } catch (IllegalArgumentException e) {
      return host.refuse(400, "this is no request: " + e.getMessage());
    }
  }

  private static final class Worker {
    static final FunctionHost HOST =
        FunctionHost.builder(AzureFunction.class.getClassLoader(), System.getenv()).build();
  }
}
