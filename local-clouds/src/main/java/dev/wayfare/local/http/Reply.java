package dev.wayfare.local.http;

import java.util.ArrayList;
import java.util.List;

/**
 * One answer.
 *
 * @param status its status
 * @param fields the header field lines; {@code Content-Length} is the listener's to set
 * @param body the content; left out where HTTP allows none
 */
public record Reply(int status, List<Field> fields, Content body) {

  /** Copies the fields. */
  public Reply {
    fields = List.copyOf(fields);
  }

  /** An answer in JSON. */
  public static Reply json(int status, String body) {
    return new Reply(
        status, List.of(new Field("Content-Type", "application/json")), Content.utf8(body));
  }

  /** An answer without fields and content. */
  public static Reply empty(int status) {
    return new Reply(status, List.of(), Content.NONE);
  }

  /** This answer and one more field at the end. */
  public Reply with(String name, String value) {
    var more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Reply(status, more, body);
  }
}
