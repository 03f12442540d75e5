package dev.wayfare.local.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A function that does what the request's path says, and otherwise answers with its event. */
public final class TinyHandler implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    switch (event.replaceAll("(?s).*\"rawPath\":\"([^\"]*)\".*", "$1")) {
      case "/throw" -> throw new IllegalStateException("on purpose");
      case "/exit" -> Runtime.getRuntime().halt(3);
      case "/hang" -> hang();
      case "/huge" -> out.write(new byte[7 << 20]);
      case "/text" -> out.write("no json".getBytes(StandardCharsets.UTF_8));
      case "/environment" -> write(out, System.getenv() + " " + ProcessHandle.current().pid());
      default -> write(out, event);
    }
  }

  private static void write(OutputStream out, String body) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
    String payload =
        "{\"statusCode\":203,\"headers\":{\"x-a\":\"b\"},\"cookies\":[\"c=1\",\"d=2\"],"
            + "\"isBase64Encoded\":true,\"body\":\""
            + base64
            + "\"}";
    out.write(payload.getBytes(StandardCharsets.UTF_8));
  }

  private static void hang() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }
}
