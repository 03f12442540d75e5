package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import java.util.Map;
import java.util.Optional;

/**
 * The Azure function that serves a module's requests. Its entry point is {@code
 * dev.wayfare.shim.azure.AzureFunction.run}.
 *
 * <p>Azure's Java worker makes a new instance of this class for each invocation, so what is
 * expensive belongs to the {@link Worker} and lives as long as the process.
 */
public final class AzureFunction {
  private final Worker worker;

  /** Serves the module on this class's own class path; the first instance loads it. */
  public AzureFunction() {
    this(Worker.ofProcess());
  }

  AzureFunction(Worker worker) {
    this.worker = worker;
  }

  /**
   * Serves one request; never throws for what a caller or a guest did.
   *
   * @param request the request; the worker finds it by the name in its annotation, and its body is
   *     a text where {@link BodyAsText} found one
   */
  public HttpResponseMessage run(
      @HttpTrigger(name = "request") HttpRequestMessage<Optional<byte[]>> request,
      ExecutionContext context) {
    try (WorkerLog.Scope scope = worker.log().during(context)) {
      return ResponseWriter.write(answer(request, scope.fields()), request);
    }
  }

  private InvocationResult answer(HttpRequestMessage<?> request, Map<String, String> logFields) {
    Invocation invocation;
    try {
      invocation = RequestReader.read(request, logFields);
    } catch (NotCarriedException e) {
      return refuse(logFields, 502, e.getMessage());
    } catch (IllegalArgumentException e) {
      return refuse(logFields, 400, "this is no request: " + e.getMessage());
    }
    InvocationResult result = worker.host().invoke(invocation);
    try {
      return ResponseWriter.carriable(result, invocation);
    } catch (NotCarriedException e) {
      return worker.host().refuse(invocation, 502, e.getMessage());
    }
  }

  private InvocationResult refuse(Map<String, String> logFields, int status, String reason) {
    return worker.host().refuse(Invocation.builder().logFields(logFields).build(), status, reason);
  }
}
