package dev.wayfare.local.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.EventGridTrigger;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A function that answers with what it was asked. */
public final class TinyAzureFunction {
  /** The entry point. */
  public HttpResponseMessage run(
      @HttpTrigger(name = "request") HttpRequestMessage<Optional<byte[]>> request,
      ExecutionContext context) {
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
        .header("x-a", "second")
        .body(answer.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** Takes bodies that the host reads as text. */
  public HttpResponseMessage text(
      @HttpTrigger(name = "request") HttpRequestMessage<Optional<String>> request) {
    return request
        .createResponseBuilder(HttpStatusType.custom(200))
        .header("x-" + request.getUri().getScheme(), request.getHeaders().getOrDefault("x-a", ""))
        .body(request.getBody().orElse("nothing").getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** Not an entry point: without its annotation the worker does not find the request. */
  public String other(HttpRequestMessage<Optional<byte[]>> request) {
    return request.toString();
  }

  /** Takes messages. */
  public void queue(
      @QueueTrigger(name = "message", queueName = "") byte[] message,
      @BindingName("Id") String id,
      @BindingName("DequeueCount") String count) {
    if (message.length != 3 || id.length() != 36 || !count.equals("1")) {
      throw new IllegalStateException("message " + id + " is not taken");
    }
  }

  /** Takes blobs, by what is known of them alone. */
  public void blob(@BindingName("BlobTrigger") String path, @BindingName("Uri") String uri) {
    if (!path.isEmpty()) {
      throw new IllegalStateException(path + " " + uri);
    }
  }

  /** Takes events. */
  public void grid(@EventGridTrigger(name = "event") String event, @BindingName("Id") String id) {
    if (!event.isEmpty()) {
      throw new IllegalStateException("bound to " + id);
    }
  }
}
