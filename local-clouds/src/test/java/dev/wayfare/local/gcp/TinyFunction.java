package dev.wayfare.local.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A function that answers with the address it was asked under and whose classes it sees; or, below
 * {@code /fields}, with the fields it got.
 */
public final class TinyFunction implements HttpFunction {
  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    response.setStatusCode(203);
    String answer =
        (request.getPath().equals("/fields") ? request.getHeaders() : request.getUri())
            + " "
            + sees("io.vertx.core.Vertx")
            + sees("org.eclipse.jetty.server.Server");
    response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean sees(String className) {
    try {
      return Class.forName(className).getName().equals(className);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
