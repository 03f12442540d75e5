package dev.wayfare.shim.azure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wayfare.shim.event.FunctionEvent;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The event of a blob trigger, which has no id: the blob, its ETag and when it was written last
 * tell one delivery of the same state from that of another.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#metadata">
 *     Blob trigger metadata</a>
 */
final class BlobEvent {
  private OptionalLong size = OptionalLong.empty();
  private String etag = "";
  private String lastModified = "";

  private BlobEvent() {}

  /**
   * The event.
   *
   * @param properties a JSON object; what cannot be read of it is left out
   * @throws IllegalArgumentException if the path names no blob
   */
  static FunctionEvent of(String path, String uri, @Nullable String properties) {
    int slash = path.indexOf('/');
    if (slash < 1 || slash == path.length() - 1) {
      throw new IllegalArgumentException("the blob's path is \"" + path + "\"");
    }
    String container = path.substring(0, slash);
    String name = path.substring(slash + 1);
    var blob = new BlobEvent();
    blob.read(properties);
    var event =
        FunctionEvent.builder()
            .type(FunctionEvent.OBJECT_CREATED)
            .id(String.join(" ", path, blob.etag, blob.lastModified).strip())
            .source(source(uri, container))
            .object(container, name, blob.size, blob.etag);
    return AzureEvents.timed(event, blob.lastModified).build();
  }

  /** The container's address, as far as it is known. */
  private static String source(String uri, String container) {
    int at = uri.indexOf("/" + container + "/");
    return at < 0 ? "/" + container : uri.substring(0, at + 1 + container.length());
  }

  private void read(@Nullable String properties) {
    try (JsonParser parser =
        EventGridReader.JSON.createParser(properties == null ? "" : properties)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member(name, parser);
      }
    } catch (IOException e) {
      // Size and ETag are told where they are known.
    }
  }

  /** Names of the storage extension's version 5 and later, and of those before. */
  private void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "ContentLength", "Length" -> {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
          size = OptionalLong.of(parser.getLongValue());
        }
      }
      case "ETag" -> etag = parser.hasToken(JsonToken.VALUE_STRING) ? unquoted(parser) : "";
      case "LastModified" ->
          lastModified = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
      default -> {}
    }
    parser.skipChildren();
  }

  /** An ETag's quotation marks belong to the HTTP field; events have it without, as those of S3. */
  private static String unquoted(JsonParser parser) throws IOException {
    return parser.getText().replace("\"", "");
  }
}
