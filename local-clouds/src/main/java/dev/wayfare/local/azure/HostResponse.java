package dev.wayfare.local.azure;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the Functions host sends for a worker's response.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Binding/Http/RawScriptResult.cs">RawScriptResult</a>,
 *     which drops a field that is there already in other case, writes bytes as they are, and takes
 *     everything else for text, with a content type of its own
 */
final class HostResponse {
  private static final String CONTENT_TYPE = "content-type";

  /** Content with these is an error (Kestrel's HttpProtocol.StatusCanHaveBody). */
  private static final Set<Integer> WITHOUT_CONTENT = Set.of(204, 205, 304);

  private HostResponse() {}

  /**
   * The reply.
   *
   * @throws IllegalArgumentException if the host's web server would not send it
   */
  static Reply of(WorkerResponse response) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    response.headers().forEach(headers::putIfAbsent);
    Content content =
        switch (response.getBody()) {
          case null -> text("", headers);
          case byte[] bytes -> Content.of(bytes);
          case Object other -> text(other.toString(), headers);
        };
    int status = response.getStatus().value();
    if (WITHOUT_CONTENT.contains(status) && !content.isEmpty()) {
      throw new IllegalArgumentException("a response of status " + status + " has content");
    }
    return new Reply(status, fields(headers), content);
  }

  /** MVC's TextOutputFormatter overrides "the content type value even if one already existed". */
  private static Content text(String text, Map<String, String> headers) {
    headers.merge(
        CONTENT_TYPE,
        "text/plain; charset=utf-8",
        (given, none) -> given.contains("charset=") ? given : given + "; charset=utf-8");
    return Content.utf8(text);
  }

  private static List<Field> fields(Map<String, String> headers) {
    var fields = new ArrayList<Field>();
    headers.forEach(
        (name, value) -> {
          if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException(
                "Invalid non-ASCII or control character in header: " + name);
          }
          if (!(value.isEmpty() && name.equalsIgnoreCase(CONTENT_TYPE))) {
            fields.add(new Field(name, value));
          }
        });
    return fields;
  }
}
