package dev.wayfare.local.azure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as the Functions host sends it to its Java worker.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs">ToRpcHttp</a>
 *     for a worker with the capability RpcHttpBodyOnly, and without those of raw bytes and nullable
 *     values, as <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/handler/WorkerInitRequestHandler.java">the
 *     Java worker</a> says of itself
 * @param url scheme, host, path decoded and encoded again, and the query as it was
 * @param method the method
 * @param headers the fields by their names in lower case, repeated ones joined with ","
 * @param body nothing without a Content-Length; bytes or text by the content type
 */
record RpcHttp(String url, String method, Map<String, String> headers, TypedData body) {

  /**
   * The request as the host reads it.
   *
   * @throws IllegalArgumentException if the host's web server answers 400 to it
   */
  static RpcHttp of(Request request) {
    var headers = new TreeMap<String, String>();
    for (Field field : request.fields()) {
      headers.merge(
          field.name().toLowerCase(Locale.ROOT),
          utf8(field.value()),
          (first, next) -> first + "," + next);
    }
    headers.merge(
        "x-forwarded-for", request.remoteAddress(), (claimed, caller) -> claimed + ", " + caller);
    String query = request.target().substring(request.path().length()).replace("#", "%23");
    String url =
        scheme(headers)
            + "://"
            + headers.getOrDefault("host", "localhost")
            + KestrelPath.seen(request.path())
            + (query.equals("?") ? "" : query);
    return new RpcHttp(url, request.method(), headers, body(request.body(), headers));
  }

  /**
   * The caller's, as App Service's front end tells it.
   *
   * @see <a
   *     href="https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.WebHost/Middleware/AppServiceHeaderFixupMiddleware.cs">AppServiceHeaderFixupMiddleware</a>
   */
  private static String scheme(Map<String, String> headers) {
    return headers.getOrDefault("x-forwarded-proto", "http").equals("https") ? "https" : "http";
  }

  private static TypedData body(Content body, Map<String, String> headers) {
    if (headers.getOrDefault("content-length", "0").equals("0")) {
      return new TypedData.None();
    }
    String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    String media = type.replaceFirst(";.*", "").strip();
    boolean bytes = media.equals("application/octet-stream") || media.contains("multipart/");
    return bytes ? new TypedData.Bytes(body) : new TypedData.Text(text(body.bytes()));
  }

  /** As .NET's StreamReader: a byte order mark says what it is, and is gone. */
  private static String text(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(2, bytes.length), ISO_8859_1);
    if (start.equals("\u00FE\u00FF") || start.equals("\u00FF\u00FE")) {
      return new String(bytes, UTF_16);
    }
    String text = new String(bytes, UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Kestrel takes field values for UTF-8, and 400 is its answer to others. */
  private static String utf8(String octets) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a field's value is not UTF-8", e);
    }
  }
}
