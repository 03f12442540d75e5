package dev.wayfare.shim.contract;

import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Does as the router does for a target that shares a key with it, written down apart from it, since
 * no shim's tests may depend on it.
 */
public final class Carried {
  private static final String FIELD = "wayfare-fields";

  /** No value that a field can have: it is told to be absent. */
  private static final String NONE = "\n";

  private static final Set<String> ALTERED =
      Set.of(
          "content-md5",
          "max-forwards",
          "proxy-authenticate",
          "server",
          "www-authenticate",
          "x-http-method-override");

  private static final Set<String> COMMON_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private Carried() {}

  /** A case's request as the router sends it. */
  public static Invocation asRouter(Case sent) {
    Invocation request = sent.request();
    var lines = new StringJoiner(", ");
    Headers fields = Headers.EMPTY;
    for (Header line : forwarded(request.headers().canonical())) {
      boolean ofBody = line.name().equalsIgnoreCase("content-type") && request.body().length() > 0;
      boolean isAltered = ALTERED.contains(lower(line.name()));
      if (ofBody || isAltered || !line.value().chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        lines.add(sequence(line.name() + ": " + line.value()));
      } else if (!lower(line.name()).startsWith(Invocation.PRIVATE_FIELD_PREFIX)) {
        fields = fields.with(line.name(), line.value());
      }
    }
    if (request.body().length() > 0) {
      if (request.headers().first("content-type").isEmpty()) {
        lines.add(sequence("content-type"));
      }
      fields = fields.with("content-type", "application/octet-stream");
    }
    if (lines.length() > 0) {
      fields = fields.with(FIELD, lines.toString());
    }
    // The router leaves out what would make a path's beginning an authority.
    String plain = sent.target().replaceFirst("^//+", "/");
    boolean isCommon = COMMON_METHODS.contains(request.method());
    return request
        .withTarget(plain)
        .withMethod(isCommon ? request.method() : "POST")
        .withHeaders(
            (isCommon ? fields : fields.with("wayfare-method", request.method()))
                .with("wayfare-accept-fields", "?1")
                .with("wayfare-key", ContractGuest.KEY)
                .with("wayfare-target", sent.target()));
  }

  /** Without fields of the connection, of which a front may know but some. */
  private static Headers forwarded(Headers fields) {
    List<String> named = List.of(lower(fields.first("connection").orElse("")).split(",\\s*", -1));
    return fields.without(
        name -> named.contains(name) || name.equals("connection") || name.equals("upgrade"));
  }

  static List<Map.Entry<String, String>> restored(List<Map.Entry<String, String>> lines) {
    List<Map.Entry<String, String>> carried =
        lines.stream()
            .filter(line -> line.getKey().equalsIgnoreCase(FIELD))
            .flatMap(line -> List.of(line.getValue().split(", ", -1)).stream())
            .map(Carried::line)
            .toList();
    Set<String> names =
        carried.stream().map(line -> lower(line.getKey())).collect(Collectors.toSet());
    var restored = new ArrayList<Map.Entry<String, String>>();
    for (Map.Entry<String, String> line : lines) {
      String name = lower(line.getKey());
      if (!names.contains(name) && !name.equals(FIELD)) {
        restored.add(line);
      }
    }
    carried.stream().filter(line -> !line.getValue().equals(NONE)).forEach(restored::add);
    return restored;
  }

  private static Map.Entry<String, String> line(String sequence) {
    byte[] bytes = Base64.getDecoder().decode(sequence.replaceFirst("^:(.*):$", "$1"));
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    int colon = line.indexOf(": ");
    return colon < 0
        ? Map.entry(line, NONE)
        : Map.entry(line.substring(0, colon), line.substring(colon + 2));
  }

  private static String sequence(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    return ":" + Base64.getEncoder().encodeToString(bytes) + ":";
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
