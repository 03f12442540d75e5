package dev.wayfare.bench.start;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Functions that do nothing but answer: what a cloud's runtime takes without a function. */
final class EmptyFunctions {
  private static final String GREETING = "Hello, Ada!";

  private EmptyFunctions() {}

  /** Under Amazon's client. */
  public static final class Amazon implements RequestStreamHandler {
    /** For the client. */
    public Amazon() {}

    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context)
        throws IOException {
      event.skipNBytes(1);
      response.write(
          ("{\"statusCode\":200,\"text\":\"" + GREETING + "\"}").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Under Google's invoker. */
  public static final class Google implements HttpFunction {
    /** For the invoker. */
    public Google() {}

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
      response.getOutputStream().write(GREETING.getBytes(StandardCharsets.UTF_8));
    }
  }
}
