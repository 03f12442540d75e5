package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareChain;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Hands a request over with its body as text where the Functions host read it as text.
 *
 * <p>The host hands a body over as bytes only where its content type is {@code
 * application/octet-stream} or {@code multipart/…}, else as a string, and the Java worker turns
 * neither kind into the other: a function that declares {@code Optional<byte[]>} fails before it is
 * called on a JSON body, one that declares {@code Optional<String>} on a binary one. This asks the
 * worker to bind the request as text first; where the worker cannot (the body is bytes, or the
 * worker has changed), the request is bound as the function declares it, as if this were not here.
 *
 * <p>The worker runs what {@code META-INF/services} names as a {@link Middleware} before it binds.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs">PopulateBody
 *     in azure-functions-host</a>
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/binding/ExecutionContextDataSource.java">getBindingData
 *     and updateParameterValue in the Java worker</a>
 */
public final class BodyAsText implements Middleware {
  /** A request whose body is text, as a type that the worker is asked for. */
  interface Text {
    HttpRequestMessage<Optional<String>> message();
  }

  private static final Type TEXT = Text.class.getMethods()[0].getGenericReturnType();

  /** For the worker's service loader. */
  public BodyAsText() {}

  @Override
  public void invoke(MiddlewareContext context, MiddlewareChain chain) throws Exception {
    String name = context.getParameterName("HttpTrigger");
    if (name != null) {
      asText(context, name).ifPresent(message -> context.updateParameterValue(name, message));
    }
    chain.doNext(context);
  }

  private static Optional<Object> asText(MiddlewareContext context, String name) {
    try {
      Object bound =
          context
              .getClass()
              .getMethod("getBindingData", String.class, Type.class)
              .invoke(context, name, TEXT);
      if (bound instanceof Optional<?> data && data.isPresent()) {
        Object message = data.get();
        return Optional.ofNullable(message.getClass().getMethod("getValue").invoke(message));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Not text, or a worker that binds in another way: it will say so itself if that is wrong.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
