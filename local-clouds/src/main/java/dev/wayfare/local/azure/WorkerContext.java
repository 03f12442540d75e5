package dev.wayfare.local.azure;

import com.microsoft.azure.functions.ExecutionContext;
import java.util.logging.Logger;

/**
 * What a function learns of its invocation.
 *
 * @param functionName its name
 * @param invocationId an id of this one call
 */
record WorkerContext(String functionName, String invocationId) implements ExecutionContext {
  @Override
  public Logger getLogger() {
    return Logger.getLogger(functionName);
  }

  @Override
  public String getInvocationId() {
    return invocationId;
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }
}
