package dev.wayfare.shim.abi;

import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The meta-variables of one request: RFC 3875 §4.1, and the two that WAGI adds for what CGI loses,
 * {@code X_RAW_PATH_INFO} and {@code X_FULL_URL}.
 */
final class CgiEnvironment {
  /** Fields that have a meta-variable of their own, or none at all. */
  private static final Set<String> NOT_AS_HTTP =
      Set.of(
          "content-type",
          "content-length",
          // HTTP_PROXY would be taken for the proxy setting of the same name ("httpoxy").
          "proxy");

  private CgiEnvironment() {}

  /** The variables by name; each character of a value is one octet. */
  static Map<String, String> of(Invocation invocation) {
    var variables = new LinkedHashMap<String, String>();
    var authority = Authority.of(invocation);
    variables.put("GATEWAY_INTERFACE", "CGI/1.1");
    variables.put("SERVER_SOFTWARE", "wayfare");
    variables.put("SERVER_PROTOCOL", invocation.protocol());
    variables.put("SERVER_NAME", authority.name());
    variables.put("SERVER_PORT", authority.port());
    variables.put("REQUEST_METHOD", invocation.method());
    variables.put("SCRIPT_NAME", "");
    variables.put("PATH_INFO", decoded(octets(invocation.path())));
    variables.put("QUERY_STRING", octets(invocation.query()));
    variables.put("REMOTE_ADDR", invocation.remoteAddress());
    variables.put("REMOTE_HOST", invocation.remoteAddress());
    // What a server that authenticates nobody and serves no files says of that.
    variables.put("AUTH_TYPE", "");
    variables.put("REMOTE_USER", "");
    variables.put("REMOTE_IDENT", "");
    variables.put("PATH_TRANSLATED", decoded(octets(invocation.path())));
    variables.put("X_RAW_PATH_INFO", octets(invocation.path()));
    variables.put("X_FULL_URL", octets(fullUrl(invocation, authority)));
    invocation
        .headers()
        .first("content-type")
        .ifPresent(type -> variables.put("CONTENT_TYPE", type));
    if (invocation.body().length() > 0
        || invocation.headers().first("content-length").isPresent()) {
      variables.put("CONTENT_LENGTH", Integer.toString(invocation.body().length()));
    }
    for (Header line : invocation.headers()) {
      addField(variables, line);
    }
    return variables;
  }

  private static void addField(Map<String, String> variables, Header line) {
    String name = line.name().toLowerCase(Locale.ROOT);
    // "a_b" and "a-b" would become the same variable, and so let a caller pass one for the other.
    if (NOT_AS_HTTP.contains(name) || name.indexOf('_') >= 0) {
      return;
    }
    String variable = "HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String separator = name.equals("cookie") ? "; " : ", ";
    variables.merge(variable, line.value(), (first, next) -> first + separator + next);
  }

  private static String fullUrl(Invocation invocation, Authority authority) {
    String query = invocation.query().isEmpty() ? "" : "?" + invocation.query();
    return invocation.scheme() + "://" + authority.text() + invocation.path() + query;
  }

  /** A target's text, which is ASCII but for platforms that undo escapes, as UTF-8. */
  private static String octets(String text) {
    return text.chars().allMatch(c -> c < 0x80)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The path with its percent escapes undone once; an escape that is none stays as it is. */
  static String decoded(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    var octets = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      int value = path.charAt(i) == '%' && i + 2 < path.length() ? octet(path, i + 1) : -1;
      if (value < 0) {
        octets.append(path.charAt(i));
      } else {
        octets.append((char) value);
        i += 2;
      }
    }
    return octets.toString();
  }

  private static int octet(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** The host and port the caller asked for, by the {@code Host} field (RFC 9110 §7.2). */
  private record Authority(String text, String name, String port) {
    static Authority of(Invocation invocation) {
      String text = invocation.headers().first("host").orElse("localhost");
      int colon = text.lastIndexOf(':');
      boolean hasPort = colon > text.lastIndexOf(']');
      String defaultPort = invocation.scheme().equals("https") ? "443" : "80";
      return new Authority(
          text,
          hasPort ? text.substring(0, colon) : text,
          hasPort ? text.substring(colon + 1) : defaultPort);
    }
  }
}
