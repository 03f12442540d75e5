package dev.wayfare.local.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request as it came over the wire.
 *
 * @param method the method token
 * @param target the origin form: the path and, after "?", the query, both as they were sent
 * @param protocol such as "HTTP/1.1"
 * @param remoteAddress the caller's IP address
 * @param fields the header field lines in their order
 * @param body the content
 */
public record Request(
    String method,
    String target,
    String protocol,
    String remoteAddress,
    List<Field> fields,
    Content body) {

  /** Copies the fields. */
  public Request {
    fields = List.copyOf(fields);
  }

  /** The target up to the first "?". */
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** The target after the first "?"; empty if there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /**
   * The fields by lower-case name, repeated ones joined with {@code separator}; those of {@code
   * Cookie} always with "; " (RFC 6265 §4.2.1).
   */
  public Map<String, String> joinedFields(String separator) {
    var joined = new TreeMap<String, String>();
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String between = name.equals("cookie") ? "; " : separator;
      joined.merge(name, field.value(), (first, next) -> first + between + next);
    }
    return joined;
  }
}
