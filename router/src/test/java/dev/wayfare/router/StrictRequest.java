package dev.wayfare.router;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads requests by the grammar of RFC 9112 and nothing else, as a second opinion on what the
 * router's codec takes for one.
 */
final class StrictRequest {
  /** Whitespace of any kind may stand around, and where a space should (section 3). */
  private static final Pattern LINE =
      Pattern.compile(
          "[ \\t\\x0b\\f\\r"
              + "]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \\t\\x0b\\f\\r"
              + "]+([\\x21-\\xff]+)[ \\t\\x0b\\f\\r"
              + "]+HTTP/1[.]([01])[ \\t\\x0b\\f\\r"
              + "]*");

  private static final Pattern FIELD =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*((?:[\\x21-\\x7e\\x80-\\xff \\t]*"
              + "[\\x21-\\x7e\\x80-\\xff])?)[ \\t]*");

  /** At its ends a bare CR may be read as a space (section 2.2). */
  private static final Pattern FOLDED =
      Pattern.compile("[ \\t][ \\t\\r]*[\\x20-\\x7e\\x80-\\xff\\t]*[ \\t\\r]*");

  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \\t]*;[^\\r\\n]*)?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=%-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?]*)([/?].*)?");

  private final String text;
  private int at;
  private final List<String[]> fields = new ArrayList<>();

  /** What stands at the beginning of some bytes. */
  sealed interface Parsed {
    /**
     * One request, up to {@code end}; only one that names a host may be forwarded.
     *
     * @param means method, target and body
     */
    record Whole(String means, boolean mayPass, int end) implements Parsed {}

    /** One that could be whole if more followed. */
    record Incomplete() implements Parsed {}

    /** None, whatever follows. */
    record Malformed() implements Parsed {}
  }

  private static final class End extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean isIncomplete;

    End(boolean isIncomplete) {
      super(null, null, false, false);
      this.isIncomplete = isIncomplete;
    }
  }

  private StrictRequest(byte[] bytes, int from) {
    text = new String(bytes, StandardCharsets.ISO_8859_1);
    at = from;
  }

  static Parsed parse(byte[] bytes, int from) {
    try {
      return new StrictRequest(bytes, from).request();
    } catch (End e) {
      return e.isIncomplete ? new Parsed.Incomplete() : new Parsed.Malformed();
    }
  }

  /** What the requests in a row are that {@code bytes} begin with, and what stops them. */
  static List<Parsed> all(byte[] bytes) {
    List<Parsed> all = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      Parsed next = parse(bytes, from);
      all.add(next);
      if (!(next instanceof Parsed.Whole whole)) {
        break;
      }
      from = whole.end();
    }
    return all;
  }

  private Parsed request() {
    // Empty lines before a request are ignored (section 2.2).
    while (at < text.length() && "\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    Matcher line = match(LINE, line(true));
    readFields();
    String target = line.group(2);
    Matcher absolute = ABSOLUTE.matcher(target);
    List<String> hosts = values("host");
    boolean isNew = line.group(3).equals("1");
    boolean mayPass =
        (hosts.size() == 1 || (!isNew && hosts.isEmpty()))
            && hosts.stream().allMatch(host -> HOST.matcher(host).matches());
    if (absolute.matches()) {
      String rest = absolute.group(2) == null ? "/" : absolute.group(2);
      target = rest.startsWith("/") ? rest : "/" + rest;
    }
    String body = body(isNew);
    return new Parsed.Whole(line.group(1) + " " + target + " " + body, mayPass, at);
  }

  private void readFields() {
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        return;
      }
      if (!fields.isEmpty() && FOLDED.matcher(line).matches()) {
        String[] before = fields.getLast();
        before[1] = (before[1] + " " + line.strip()).strip();
      } else {
        Matcher field = match(FIELD, line);
        fields.add(new String[] {field.group(1).toLowerCase(Locale.ROOT), field.group(2)});
      }
    }
  }

  /** Section 6.3. */
  private String body(boolean isNew) {
    List<String> codings = values("transfer-encoding");
    List<String> lengths = values("content-length");
    if (codings.isEmpty()) {
      if (lengths.isEmpty()) {
        return "";
      }
      return isNew ? body(lengths) : oldBody(lengths);
    }
    if (!isNew
        || !lengths.isEmpty()
        || codings.size() > 1
        || !codings.getFirst().equalsIgnoreCase("chunked")) {
      throw new End(false);
    }
    return chunks();
  }

  private String body(List<String> lengths) {
    if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,9}")) {
      throw new End(false);
    }
    return octets(Integer.parseInt(lengths.getFirst()));
  }

  /** The router's one exception: of several lengths the first, and then nothing more. */
  private String oldBody(List<String> lengths) {
    String body = body(List.of(lengths.getFirst().split(",", 2)[0].strip()));
    at = text.length();
    return body;
  }

  private String chunks() {
    StringBuilder body = new StringBuilder();
    while (true) {
      long size = Long.parseLong(match(CHUNK, line()).group(1), 16);
      if (size > Integer.MAX_VALUE) {
        throw new End(false);
      }
      if (size == 0) {
        fields.clear();
        readFields();
        return body.toString();
      }
      body.append(octets((int) size));
      if (!line().isEmpty()) {
        throw new End(false);
      }
    }
  }

  private String octets(int count) {
    if (text.length() - at < count) {
      throw new End(true);
    }
    at += count;
    return text.substring(at - count, at);
  }

  private String line() {
    return line(false);
  }

  /** Up to the next CR LF; LF never stands alone, and CR only where it counts as a space. */
  private String line(boolean isFirst) {
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        throw new End(false);
      }
      if (c == '\r') {
        if (i + 1 == text.length()) {
          break;
        }
        if (text.charAt(i + 1) != '\n' && isFirst) {
          continue;
        }
        if (text.charAt(i + 1) != '\n') {
          throw new End(false);
        }
        String line = text.substring(at, i);
        at = i + 2;
        return line;
      }
    }
    throw new End(true);
  }

  private List<String> values(String name) {
    return fields.stream().filter(it -> it[0].equals(name)).map(it -> it[1]).toList();
  }

  private static Matcher match(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new End(false);
    }
    return matcher;
  }

  /** The bytes so far of a connection. */
  static final class Stream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int from;

    /** Adds a byte; the request that it completes, or what stands there otherwise. */
    Parsed add(byte[] more, int count) {
      bytes.write(more, 0, count);
      return next();
    }

    /** The next request of those that came. */
    Parsed next() {
      Parsed next = parse(bytes.toByteArray(), from);
      if (next instanceof Parsed.Whole whole) {
        from = whole.end();
      }
      return next;
    }

    boolean isEmpty() {
      return from == bytes.size();
    }
  }
}
