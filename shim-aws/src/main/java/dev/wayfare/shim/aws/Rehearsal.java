package dev.wayfare.shim.aws;

import dev.wayfare.shim.Callers;
import dev.wayfare.shim.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The one request that runs before SnapStart's snapshot is taken: a GET, which is safe by
 * definition (RFC 9110 §9.2.1), of {@value #PATH}, "/" where that is not set and none where it is
 * empty. The function may know it by its {@code User-Agent}, {@value #USER_AGENT}. Whatever it
 * answers, the snapshot is taken.
 */
final class Rehearsal {
  private static final String PATH = "WAYFARE_PRIME_PATH";
  private static final String USER_AGENT = "wayfare-prime";
  private static final String KEY = "WAYFARE_ROUTER_KEY";

  private final byte[] event;

  private Rehearsal(byte[] event) {
    this.event = event;
  }

  /** What answers an event. */
  @FunctionalInterface
  interface Responder {
    byte[] respond(InputStream event) throws IOException;
  }

  /** The rehearsal of a process that a snapshot will be taken of; none of others. */
  static Optional<Rehearsal> of(Map<String, String> environment) {
    return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))
        ? Optional.of(new Rehearsal(event(environment)))
        : Optional.empty();
  }

  void run(Responder responder) {
    if (event.length == 0) {
      return;
    }
    try {
      responder.respond(new ByteArrayInputStream(event));
    } catch (IOException e) {
      // Nothing is read from or written to anything but memory.
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] event(Map<String, String> environment) {
    String path = environment.getOrDefault(PATH, "/");
    if (path.isEmpty()) {
      return new byte[0];
    }
    var json = new StringBuilder("{\"version\":\"2.0\",\"rawPath\":");
    JsonText.append(json, path)
        .append(",\"requestContext\":{\"domainName\":\"prime.lambda-url.\",")
        .append("\"http\":{\"method\":\"GET\"}},\"headers\":{\"user-agent\":");
    JsonText.append(json, USER_AGENT).append(",\"" + Callers.KEY_FIELD + "\":");
    JsonText.append(json, environment.getOrDefault(KEY, "")).append("}}");
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
