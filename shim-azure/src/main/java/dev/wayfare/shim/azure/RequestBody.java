package dev.wayfare.shim.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request's body, where what the Functions host made of it still tells them.
 *
 * <ul>
 *   <li>It hands over no body whose length no {@code Content-Length} says (<a
 *       href="https://github.com/Azure/azure-functions-java-worker/issues/781">issue 781</a>).
 *   <li>It reads bodies of most content types as UTF-8, puts U+FFFD where they are none, and takes
 *       away a byte order mark (<a
 *       href="https://github.com/Azure/azure-functions-host/issues/4032">issue 4032</a>).
 * </ul>
 *
 * <p>A body in UTF-16 with a byte order mark could pass for UTF-8 of the very same length. No
 * caller has been seen to send one.
 */
final class RequestBody {
  private static final char REPLACEMENT = '\uFFFD';

  private RequestBody() {}

  /**
   * The body.
   *
   * @param content bytes, a text, nothing, or an {@link Optional} of these
   * @throws NotCarriedException if bytes were lost
   */
  static Body read(@Nullable Object content, Headers headers) {
    Object value = content instanceof Optional<?> optional ? optional.orElse(null) : content;
    return switch (value) {
      case null -> none(headers);
      case byte[] bytes -> Body.of(bytes);
      case String text -> text(text, headers);
      default ->
          throw new NotCarriedException(
              "Azure Functions handed the request's body over as " + value.getClass().getName());
    };
  }

  private static Body none(Headers headers) {
    boolean expected =
        headers.first("transfer-encoding").isPresent()
            || headers.first("content-length").filter(length -> !length.equals("0")).isPresent();
    if (expected) {
      throw new NotCarriedException(
          "Azure Functions drops a request's body that comes without Content-Length");
    }
    return Body.EMPTY;
  }

  private static Body text(String text, Headers headers) {
    byte[] bytes = text.getBytes(UTF_8);
    String length = headers.first("content-length").orElse("");
    boolean whole = length.isEmpty() || length.equals(Integer.toString(bytes.length));
    if (!whole || text.indexOf(REPLACEMENT) >= 0) {
      throw new NotCarriedException(
          "Azure Functions reads a body of this content type as UTF-8, which this is not;"
              + " only application/octet-stream and multipart pass as they are");
    }
    return Body.of(bytes);
  }
}
