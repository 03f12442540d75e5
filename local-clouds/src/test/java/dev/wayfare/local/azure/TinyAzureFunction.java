package dev.wayfare.local.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A function that answers with what it was asked. */
public final class TinyAzureFunction {
  /** The entry point. */
  public HttpResponseMessage run(
      HttpRequestMessage<Optional<byte[]>> request, ExecutionContext context) {
    if (request.getUri().getPath().endsWith("/throw")) {
      throw new IllegalStateException("on purpose");
    }
    String answer =
        String.join(
            " ",
            request.getHttpMethod().name(),
            request.getUri().toString(),
            request.getHeaders().get("x-many"),
            request.getQueryParameters().toString(),
            request.getBody().map(body -> body.length + " bytes").orElse("no body"),
            context.getFunctionName(),
            getClass().getClassLoader().equals(Thread.currentThread().getContextClassLoader())
                ? "at home"
                : "abroad");
    return request
        .createResponseBuilder(HttpStatusType.custom(203))
        .header("x-a", "first")
        .header("X-A", "second")
        .body(answer.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** Not an entry point: the emulation does not bind a String. */
  public String other(String text) {
    return text;
  }
}
